-- How many requests that are being worked on does each member of staff have?
SELECT r.assignee_id, count(*)
FROM requests_servicerequest r
WHERE r.assignee_id = ANY(%(people)s::bigint[]) AND r.closed_at IS NULL
  AND r.status IN ('open', 'in_progress')
GROUP BY r.assignee_id
