-- What must be known before a submission is written: a fresh serial, whether this key was used
-- before, which known addresses are nearest, and which open requests of the service are near.
SELECT nextval('requests_number'),
  (SELECT json_build_object('digest', encode(k.digest, 'hex'), 'number', r.number, 'due_at', r.due_at,
                            'status', r.status, 'department', r.department)::text
   FROM requests_key k JOIN requests_servicerequest r ON r.id = k.request_id
   WHERE k.city_id = %(city)s AND k.scope = %(scope)s AND k.key = %(key)s),
  (SELECT json_agg(a)::text
   FROM geography_nearest(%(gazetteer)s::bigint, %(lat)s::float8,
                          %(lon)s::float8, %(south)s::float8, %(west)s::float8,
                          %(north)s::float8, %(east)s::float8) AS a),
  -- Those near are found in an index of exactly these, which holds all that is asked; only the
  -- latest are then fetched. OFFSET 0 keeps the planner from going through the service by time,
  -- in the hope of meeting enough of them soon.
  (SELECT json_agg(n)::text
   FROM (SELECT number, lat, lon, address
         FROM requests_servicerequest
         WHERE id = ANY (ARRAY(
           SELECT id FROM (
             SELECT id, requested_at
             FROM requests_servicerequest
             WHERE %(near)s::boolean AND city_id = %(city)s AND service_code = %(service)s
               AND lat BETWEEN %(near_south)s::float8 AND %(near_north)s::float8
               AND lon BETWEEN %(near_west)s::float8 AND %(near_east)s::float8
               AND requested_at >= %(since)s::timestamptz
               AND lat IS NOT NULL AND NOT hidden AND publicity <> 'nothing'
               AND status IN ('open', 'in_progress', 'waiting', 'paused')
             OFFSET 0) AS open_near
           ORDER BY requested_at DESC LIMIT 20))) AS n)
