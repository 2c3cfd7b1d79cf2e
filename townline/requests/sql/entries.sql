-- What has happened to this request, may everyone know of the lead that an entry names, and what
-- does the text say in other languages that it told everyone who asked about the same thing?
SELECT e.seq, e.verb, e.at, e.actor_kind, e.actor_label, e.note, e.data::text,
       (SELECT lead.publicity <> 'nothing' AND lead.status <> 'held' AND NOT lead.hidden
        FROM requests_servicerequest lead
        WHERE lead.city_id = (SELECT r.city_id FROM requests_servicerequest r
                              WHERE r.id = e.subject_id)
          AND lead.number = e.data->>'lead'),
       (SELECT told.words::text FROM requests_update told
        WHERE told.id = (e.data->>'update')::bigint)
FROM requests_requestentry e
WHERE e.subject_id = %(request)s
ORDER BY e.seq
