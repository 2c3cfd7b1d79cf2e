"""The one question of this room that statements of others ask on their way."""

from django.db import migrations

# The caller gives the box, which the index on points can search, and measures exactly what comes
# back: here a degree of longitude is taken as it is on the latitude of the point. `+ 0` keeps the
# planner, which may have no statistics yet, from reading the whole gazetteer by its other index.
NEAREST = """
CREATE FUNCTION geography_nearest(
  of_gazetteer bigint, at_lat float8, at_lon float8,
  south float8, west float8, north float8, east float8
) RETURNS TABLE (
  number integer, number_suffix text, direction text, street text, suffix text, zipcode text,
  lat float8, lon float8
) LANGUAGE sql STABLE ROWS 4 AS $$
  SELECT a.number, a.number_suffix, a.direction, a.street, a.suffix, a.zipcode,
         (a.point)[1], (a.point)[0]
  FROM geography_address a
  WHERE a.gazetteer_id + 0 = $1 AND a.point <@ box(point($7, $6), point($5, $4))
  ORDER BY (((a.point)[0] - $3) * cosd($2)) ^ 2 + ((a.point)[1] - $2) ^ 2
  LIMIT 4
$$
"""


class Migration(migrations.Migration):
    dependencies = [("geography", "0001_areas_and_places")]
    operations = [migrations.RunSQL(NEAREST, "DROP FUNCTION geography_nearest")]
