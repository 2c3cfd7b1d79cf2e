-- What has happened to this request?
SELECT e.seq, e.verb, e.at, e.actor_kind, e.actor_label, e.note, e.data::text
FROM requests_requestentry e
WHERE e.subject_id = %(request)s
ORDER BY e.seq
