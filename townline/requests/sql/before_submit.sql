-- What must be known before a submission is written: a fresh serial, whether this key was used
-- before, which known addresses are nearest, and which open requests of the service are near.
SELECT nextval('requests_number'),
  (SELECT json_build_object('digest', encode(k.digest, 'hex'), 'number', r.number, 'due_at', r.due_at,
                            'status', r.status, 'department', r.department)
   FROM requests_key k JOIN requests_servicerequest r ON r.id = k.request_id
   WHERE k.city_id = %(city)s AND k.scope = %(scope)s AND k.key = %(key)s),
  (SELECT json_agg(a)
   FROM geography_nearest(%(gazetteer)s::bigint, %(lat)s::float8,
                          %(lon)s::float8, %(south)s::float8, %(west)s::float8,
                          %(north)s::float8, %(east)s::float8) AS a),
  (SELECT json_agg(n) FROM (
     SELECT number, lat, lon, requested_at, reports, address, status
     FROM (
       -- Open ones by place alone: there is an index of exactly these. OFFSET 0 keeps the planner
       -- from others, which would go through all requests of the service.
       SELECT * FROM requests_servicerequest
       WHERE point(lon, lat) <@ box(point(%(near_west)s::float8, %(near_south)s::float8),
                                    point(%(near_east)s::float8, %(near_north)s::float8))
         AND lat IS NOT NULL AND NOT hidden
         AND status IN ('open', 'in_progress', 'waiting', 'paused')
       OFFSET 0) AS here
     WHERE %(near)s::boolean
       AND city_id = %(city)s AND service_code = %(service)s
       AND requested_at >= %(since)s::timestamptz AND publicity <> 'nothing'
     ORDER BY requested_at DESC LIMIT 20) n)
