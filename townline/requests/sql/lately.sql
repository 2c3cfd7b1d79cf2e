-- What could everyone read to have happened in a span of time, the oldest first? A request's
-- submission is the request itself, and no update of it.
SELECT e.id, e.seq, e.verb, e.at,
       COALESCE((SELECT w.blacked->'notes'->>e.seq::text FROM requests_words w
                 WHERE w.request_id = r.id AND e.note <> ''), e.note), e.data::text, r.number, r.edition_id, r.service_code,
       r.publicity, r.released_at,
       (SELECT lead.publicity <> 'nothing' AND lead.status <> 'held' AND NOT lead.hidden
        FROM requests_servicerequest lead
        WHERE lead.city_id = r.city_id AND lead.number = e.data->>'lead'),
       (SELECT json_agg(COALESCE(NULLIF(p.covered, ''), p.name) ORDER BY p.id) FROM requests_photo p
        WHERE p.request_id = r.id AND p.added_at = e.at),
       (SELECT told.words::text FROM requests_update told
        WHERE told.id = (e.data->>'update')::bigint)
FROM requests_requestentry e JOIN requests_servicerequest r ON r.id = e.subject_id
WHERE e.verb <> 'request.submitted' AND e.verb = ANY (%(verbs)s)
  AND (e.at, e.id) > (%(after_at)s::timestamptz, %(after_id)s::bigint) AND e.at <= %(until)s
  AND r.city_id = %(city)s AND r.publicity <> 'nothing' AND r.status <> 'held' AND NOT r.hidden
ORDER BY e.at, e.id
LIMIT %(limit)s
