-- Which known addresses lie nearest to a point, inside a box that the index on points can search?
-- Nearest on a plane: a few are given, and the caller measures them exactly.
SELECT number, number_suffix, direction, street, suffix, zipcode, lat, lon
FROM geography_nearest(%(gazetteer)s::bigint, %(lat)s::float8, %(lon)s::float8,
                       %(south)s::float8, %(west)s::float8, %(north)s::float8, %(east)s::float8)
