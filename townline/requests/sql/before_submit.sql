-- What must be known before a submission is written: a fresh serial, whether this key was used
-- before, and which open requests of the service are near.
SELECT nextval('requests_number'),
  (SELECT json_build_object('digest', encode(k.digest, 'hex'), 'number', r.number, 'due_at', r.due_at,
                            'status', r.status, 'department', r.department)
   FROM requests_key k JOIN requests_servicerequest r ON r.id = k.request_id
   WHERE k.city_id = %(city)s AND k.scope = %(scope)s AND k.key = %(key)s),
  (SELECT json_agg(n) FROM (
     SELECT r.number, r.lat, r.lon, r.requested_at, r.reports, r.address, r.status
     FROM requests_servicerequest r
     WHERE %(radius)s::float8 > 0
       AND point(r.lon, r.lat) <@ box(point(%(west)s::float8, %(south)s::float8),
                                      point(%(east)s::float8, %(north)s::float8))
       AND r.lat IS NOT NULL
       AND r.city_id = %(city)s AND r.service_code = %(service)s
       AND r.status IN ('open', 'in_progress', 'waiting', 'paused')
       AND r.requested_at >= %(since)s::timestamptz AND r.publicity <> 'nothing' AND NOT r.hidden
     ORDER BY r.requested_at DESC LIMIT 20) n)
