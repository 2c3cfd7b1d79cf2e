-- Which open requests of these services lie in the box around this one, came within the window,
-- and were not said to be about something else? With the first photo of each that was sent in.
SELECT r.number, r.service_code, r.department, r.lat, r.lon, r.address, r.requested_at, r.status,
       r.reports, r.seq, r.edition_id,
       (SELECT p.name FROM requests_photo p WHERE p.request_id = r.id AND NOT p.evidence
        ORDER BY p.id LIMIT 1)
FROM requests_servicerequest r
WHERE r.id = ANY (ARRAY(
    SELECT near.id FROM requests_servicerequest near
    WHERE near.city_id = %(city)s AND near.service_code = ANY (%(services)s::text[])
      AND near.lat BETWEEN %(south)s::float8 AND %(north)s::float8
      AND near.lon BETWEEN %(west)s::float8 AND %(east)s::float8
      AND near.requested_at >= %(since)s::timestamptz
      AND near.lat IS NOT NULL AND NOT near.hidden AND near.publicity <> 'nothing'
      AND near.status IN ('open', 'in_progress', 'waiting', 'paused')
    LIMIT 200))
  AND r.number <> ALL (%(without)s::text[])
  AND NOT EXISTS (
    SELECT FROM requests_apart a
    JOIN requests_servicerequest this ON this.city_id = %(city)s AND this.number = %(number)s
    WHERE a.first_id = least(r.id, this.id) AND a.second_id = greatest(r.id, this.id))
