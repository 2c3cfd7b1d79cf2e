-- Which numbers of which streets lie in a box, of those between two numbers?
-- `+ 0` keeps the planner, which may have no statistics yet, from reading the whole gazetteer by
-- its other index.
SELECT number, direction, street, suffix, (point)[1], (point)[0]
FROM geography_address
WHERE gazetteer_id + 0 = %(gazetteer)s::bigint
  AND point <@ box(point(%(east)s::float8, %(north)s::float8), point(%(west)s::float8, %(south)s::float8))
  AND number BETWEEN %(low)s::integer AND %(high)s::integer
