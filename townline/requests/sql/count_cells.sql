-- How many public requests of each service are in each cell of the map? Rows that say so already
-- are left as they are, so that little is written where little has changed.
WITH counted AS MATERIALIZED (
  SELECT {x} AS x, {y} AS y, r.service_code, r.status <> 'closed' AS open, count(*)::int AS n,
         avg(r.lat) AS lat, avg(r.lon) AS lon
  FROM requests_servicerequest r
  WHERE r.city_id = %(city)s AND r.lat IS NOT NULL AND {public}
  GROUP BY 1, 2, 3, 4
), gone AS (
  DELETE FROM requests_cellcount c
  WHERE c.city_id = %(city)s
    AND NOT EXISTS (SELECT FROM counted n
                    WHERE (n.x, n.y, n.service_code, n.open) = (c.x, c.y, c.service_code, c.open))
)
INSERT INTO requests_cellcount AS c (city_id, x, y, service_code, open, n, lat, lon)
SELECT %(city)s, x, y, service_code, open, n, lat, lon FROM counted
ON CONFLICT (city_id, y, x, service_code, open)
DO UPDATE SET n = excluded.n, lat = excluded.lat, lon = excluded.lon WHERE c.n <> excluded.n
