-- Which requests fit, in which order, and what is there to be read of each? The question itself is
-- put in where a word stands in braces: what is joined for it, its conditions, its order, its page.
SELECT r.id, r.edition_id, r.number, r.service_code, r.status, r.hidden, r.department, r.crew,
       r.requested_at, r.updated_at, r.respond_by, r.responded_at, r.due_at, r.paused_at,
       r.pause_reason, r.order_date, r.items::text, r.closed_at, r.outcome, r.lat, r.lon, r.address,
       r.zipcode, r.landmark, r.areas, r.publicity, r.released_at, r.channel, r.origin, r.flags,
       r.contact_id, r.reports, r.seq, r.secret,
       (SELECT lead.number FROM requests_servicerequest lead WHERE lead.id = r.lead_id),
       w.description, w.answers::text, w.media_url,
       (SELECT json_agg(json_build_array(p.name, p.width, p.height, p.evidence, p.added_at)
                        ORDER BY p.id)
        FROM requests_photo p WHERE p.request_id = r.id)
FROM (
  SELECT r.* FROM requests_servicerequest r {beside}
  WHERE {conditions}
  ORDER BY {order} {page}
) r
LEFT JOIN requests_words w ON w.request_id = r.id
ORDER BY {order}
