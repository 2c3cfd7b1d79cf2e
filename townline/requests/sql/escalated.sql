-- What was escalated to this member and not read yet, the newest first?
SELECT h.escalation_id, e.when, e.days, h.told_at, h.id,
       r.number, r.service_code, r.edition_id, r.department, r.address, r.due_at, r.status,
       r.publicity
FROM requests_hearer h
JOIN requests_escalation e ON e.id = h.escalation_id
JOIN requests_servicerequest r ON r.id = e.request_id
WHERE h.member_id = %(member)s AND h.read_at IS NULL AND r.city_id = %(city)s
  AND h.id < %(before)s::bigint
ORDER BY h.id DESC
LIMIT %(limit)s
