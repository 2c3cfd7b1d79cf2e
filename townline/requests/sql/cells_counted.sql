-- How many requests were counted in each cell of a coarser map, and where is their middle?
SELECT c.x >> %(shift)s::int, c.y >> %(shift)s::int, sum(c.n), sum(c.lon * c.n) / sum(c.n),
       sum(c.lat * c.n) / sum(c.n)
FROM requests_cellcount c
WHERE c.city_id = %(city)s
  AND c.x BETWEEN %(west)s::int AND %(east)s::int AND c.y BETWEEN %(north)s::int AND %(south)s::int
  AND (%(services)s::text[] = '{}' OR c.service_code = ANY (%(services)s::text[]))
  AND (%(open)s::boolean IS NULL OR c.open = %(open)s::boolean)
GROUP BY 1, 2
