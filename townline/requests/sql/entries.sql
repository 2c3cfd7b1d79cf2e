-- What has happened to this request, and may everyone know of the lead that an entry names?
SELECT e.seq, e.verb, e.at, e.actor_kind, e.actor_label, e.note, e.data::text,
       (SELECT lead.publicity <> 'nothing' AND lead.status <> 'held' AND NOT lead.hidden
        FROM requests_servicerequest lead
        WHERE lead.city_id = (SELECT r.city_id FROM requests_servicerequest r
                              WHERE r.id = e.subject_id)
          AND lead.number = e.data->>'lead')
FROM requests_requestentry e
WHERE e.subject_id = %(request)s
ORDER BY e.seq
