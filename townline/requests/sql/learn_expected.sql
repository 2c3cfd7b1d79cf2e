-- How many days did requests of each service take until they were finished, in the whole city and
-- in each area? Asked of the twelve months before the service's thirtieth newest ending, so that a
-- city with old data and few new ones still knows something. Left out: what no resident waited for
-- (found by crews, joined to another, cancelled, known already) and what ends before it begins.
INSERT INTO requests_expecteddays
  (city_id, service_code, area, low, half, high, count, since, until, learned_at)
WITH ended AS (
  SELECT r.service_code, r.areas, r.closed_at,
         extract(epoch FROM r.closed_at - r.requested_at)::float8 / 86400 AS days,
         row_number() OVER (PARTITION BY r.service_code ORDER BY r.closed_at DESC, r.id) AS place
  FROM requests_servicerequest r
  WHERE r.city_id = %(city)s AND (r.status = 'closed') IS TRUE AND r.closed_at IS NOT NULL
    AND r.closed_at >= r.requested_at AND r.channel <> 'crew' AND r.lead_id IS NULL
    AND NOT r.hidden AND r.origin = ANY(%(origins)s::text[])
    AND (r.service_code, r.outcome) NOT IN (
      SELECT * FROM unnest(%(services)s::text[], %(outcomes)s::text[]))
), begun AS (
  SELECT service_code,
         min(closed_at) FILTER (WHERE place <= %(enough)s) - interval '12 months' AS since
  FROM ended GROUP BY service_code
), counted AS (
  SELECT ended.service_code, within.area, count(*) AS count, min(closed_at) AS since,
         max(closed_at) AS until,
         percentile_cont(%(shares)s::float8[]) WITHIN GROUP (ORDER BY days) AS days
  FROM ended JOIN begun ON begun.service_code = ended.service_code AND closed_at > begun.since
  CROSS JOIN LATERAL (SELECT '' AS area UNION SELECT unnest(ended.areas)) AS within
  GROUP BY ended.service_code, within.area
  HAVING count(*) >= %(enough)s OR within.area = ''
)
SELECT %(city)s, service_code, area, days[1], days[2], days[3], count, since, until,
       %(at)s::timestamptz
FROM counted
ON CONFLICT (city_id, service_code, area) DO UPDATE
SET low = excluded.low, half = excluded.half, high = excluded.high, count = excluded.count,
    since = excluded.since, until = excluded.until, learned_at = excluded.learned_at
