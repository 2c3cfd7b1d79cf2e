-- For which request is something done first, and what is done first for it?
SELECT r.id, r.number, r.edition_id, r.service_code, r.department, r.publicity, r.status, r.outcome,
       r.due_at, false AS is_child
FROM requests_servicerequest r
WHERE r.id = (SELECT own.parent_id FROM requests_servicerequest own WHERE own.id = %(request)s)
UNION ALL
SELECT r.id, r.number, r.edition_id, r.service_code, r.department, r.publicity, r.status, r.outcome,
       r.due_at, true
FROM requests_servicerequest r
WHERE r.parent_id = %(request)s
ORDER BY 1
