-- How many public requests of each service are in each area, and in the city as a whole (the area
-- without a name): all, those open now, and those opened or closed since a moment?
WITH counted AS MATERIALIZED (
  SELECT held.area, r.service_code, count(*)::int AS n,
         count(*) FILTER (WHERE r.status <> 'closed')::int AS open,
         count(*) FILTER (WHERE r.requested_at >= %(since)s::timestamptz)::int AS opened,
         count(*) FILTER (WHERE r.closed_at >= %(since)s::timestamptz)::int AS closed
  FROM requests_servicerequest r CROSS JOIN LATERAL unnest(r.areas || ''::text) AS held (area)
  WHERE r.city_id = %(city)s AND {public}
  GROUP BY 1, 2
), gone AS (
  DELETE FROM requests_areacount c
  WHERE c.city_id = %(city)s
    AND NOT EXISTS (SELECT FROM counted n
                    WHERE (n.area, n.service_code) = (c.area, c.service_code))
)
INSERT INTO requests_areacount AS c (city_id, area, service_code, n, open, opened, closed)
SELECT %(city)s, area, service_code, n, open, opened, closed FROM counted
ON CONFLICT (city_id, area, service_code)
DO UPDATE SET n = excluded.n, open = excluded.open, opened = excluded.opened,
              closed = excluded.closed
WHERE (c.n, c.open, c.opened, c.closed)
      IS DISTINCT FROM (excluded.n, excluded.open, excluded.opened, excluded.closed)
