-- What was counted of each of these areas, or of one service there?
SELECT c.area, sum(c.n), sum(c.open), sum(c.opened), sum(c.closed)
FROM requests_areacount c
WHERE c.city_id = %(city)s AND c.area = ANY (%(areas)s::text[])
  AND (%(services)s::text[] = '{}' OR c.service_code = ANY (%(services)s::text[]))
GROUP BY c.area
