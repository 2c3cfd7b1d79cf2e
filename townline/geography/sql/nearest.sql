-- Which known addresses lie nearest to a point, inside a box that the index on points can search?
-- Nearest on a plane, a degree of longitude being taken as it is on that latitude: a few are given,
-- and the caller measures them exactly. `+ 0` keeps the planner, which may have no statistics yet,
-- from reading the whole gazetteer by its other index.
SELECT number, number_suffix, direction, street, suffix, zipcode, (point)[1], (point)[0]
FROM geography_address
WHERE gazetteer_id + 0 = %(gazetteer)s::bigint
  AND point <@ box(point(%(east)s::float8, %(north)s::float8), point(%(west)s::float8, %(south)s::float8))
ORDER BY (((point)[0] - %(lon)s::float8) * cosd(%(lat)s::float8)) ^ 2
       + ((point)[1] - %(lat)s::float8) ^ 2
LIMIT 4
