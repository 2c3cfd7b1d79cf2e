-- Which requests fit, and what of each may be written out for everyone, in the order in which they
-- were taken in? The question itself is put in where a word stands in braces.
SELECT r.edition_id, r.publicity, r.released_at IS NOT NULL, r.status = 'held' OR r.hidden,
       r.number, r.service_code, r.status, r.outcome, r.department, r.channel, r.origin,
       r.requested_at, r.updated_at, r.respond_by, r.due_at, r.closed_at, r.order_date,
       r.address, r.zipcode, r.lat, r.lon, 'located_by_address' = ANY (r.flags), r.areas,
       CASE WHEN {readable} THEN COALESCE(said.blacked->>'description', said.description) END,
       (SELECT lead.number FROM requests_servicerequest lead
        WHERE lead.id = r.lead_id AND lead.publicity <> 'nothing' AND lead.status <> 'held'
          AND NOT lead.hidden),
       r.reports
FROM requests_servicerequest r {beside}
LEFT JOIN requests_words said ON said.request_id = r.id
WHERE {conditions}
ORDER BY r.id
