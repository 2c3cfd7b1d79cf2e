-- How many requests of these departments stand so and fit? Nobody counts beyond what is told.
SELECT count(*) FROM (
  SELECT FROM unnest(%(owners)s::text[]) AS owner(department)
  CROSS JOIN unnest(%(standing)s::text[]) AS stand(status)
  CROSS JOIN LATERAL (
    SELECT FROM requests_servicerequest r
    WHERE r.department = owner.department AND r.status = stand.status AND {conditions}
    LIMIT {most}
  ) one
  LIMIT {most}
) counted
