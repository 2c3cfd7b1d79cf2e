-- How does a department stand now? Nobody counts beyond what is told. In the order of COUNTS in
-- rules/digest.py: late, due today, nobody's, dormant, escalated, reopened.
WITH at_work AS NOT MATERIALIZED (
  SELECT r.id, r.assignee_id, r.updated_at,
         COALESCE(r.due_at, 'infinity'::timestamptz) AS due_at
  FROM requests_servicerequest r
  WHERE r.city_id = %(city)s AND r.department = %(department)s
    AND r.status = ANY (ARRAY['open', 'in_progress']) AND r.closed_at IS NULL
)
SELECT
  (SELECT count(*) FROM (SELECT FROM at_work WHERE due_at < %(now)s::timestamptz
                         LIMIT %(most)s) late),
  (SELECT count(*) FROM (SELECT FROM at_work WHERE due_at >= %(now)s::timestamptz
                           AND due_at < %(day_ends)s::timestamptz LIMIT %(most)s) due_today),
  (SELECT count(*) FROM (SELECT FROM at_work WHERE assignee_id IS NULL
                         LIMIT %(most)s) unassigned),
  (SELECT count(*) FROM (SELECT FROM at_work WHERE updated_at < %(dormant)s::timestamptz
                         LIMIT %(most)s) dormant),
  (SELECT count(DISTINCT e.request_id)
   FROM requests_escalation e JOIN requests_servicerequest r ON r.id = e.request_id
   WHERE e.told_at >= %(since)s::timestamptz AND e.told_at < %(now)s::timestamptz
     AND r.city_id = %(city)s AND r.department = %(department)s AND r.closed_at IS NULL),
  (SELECT count(DISTINCT e.subject_id)
   FROM requests_requestentry e JOIN requests_servicerequest r ON r.id = e.subject_id
   WHERE e.at >= %(since)s::timestamptz AND e.at < %(now)s::timestamptz
     AND e.verb = 'request.reopened'
     AND r.city_id = %(city)s AND r.department = %(department)s AND r.closed_at IS NULL)
