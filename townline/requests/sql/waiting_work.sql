-- Which open requests of these departments has nobody been given, the most urgent first?
SELECT first.id, first.department, first.crew, first.number, first.seq
FROM unnest(%(owners)s::text[]) AS owner(department)
CROSS JOIN LATERAL (
  SELECT r.id, r.department, r.crew, r.number, r.seq,
         COALESCE(r.due_at, 'infinity'::timestamptz) AS due_at
  FROM requests_servicerequest r
  WHERE r.city_id = %(city)s AND r.department = owner.department AND r.status = 'open'
    AND r.closed_at IS NULL AND r.assignee_id IS NULL
    AND (%(numbers)s::text[] = '{}' OR r.number = ANY(%(numbers)s::text[]))
  ORDER BY COALESCE(r.due_at, 'infinity'::timestamptz), r.id
  LIMIT %(most)s
) first
ORDER BY first.due_at, first.id
LIMIT %(most)s
