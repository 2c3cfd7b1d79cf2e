-- What is there to be read of each request of a page, and of what belongs to it? Which page it is
-- stands in another file; the photos of all are looked for at once, since most requests have none.
WITH page AS (
{page}
), photos AS (
  SELECT p.request_id,
         json_agg(json_build_array(p.name, p.width, p.height, p.evidence, p.added_at, p.covered)
                  ORDER BY p.id) AS these
  FROM requests_photo p
  WHERE p.request_id = ANY (ARRAY(SELECT page.id FROM page))
  GROUP BY p.request_id
)
SELECT r.id, r.edition_id, r.number, r.service_code, r.status, r.hidden, r.department, r.crew,
       r.requested_at, r.updated_at, r.respond_by, r.responded_at, r.due_at, r.paused_at,
       r.pause_reason, r.order_date, NULLIF(r.items, '{{}}')::text, r.closed_at, r.outcome, r.lat,
       r.lon, r.address, r.zipcode, r.landmark, r.areas, r.publicity, r.released_at, r.channel,
       r.origin, NULLIF(r.flags, '{{}}'), r.contact_id, r.reports, r.seq, r.secret,
       (SELECT lead.number FROM requests_servicerequest lead WHERE lead.id = r.lead_id),
       (SELECT lead.publicity <> 'nothing' AND lead.status <> 'held' AND NOT lead.hidden
        FROM requests_servicerequest lead WHERE lead.id = r.lead_id),
       w.description, NULLIF(w.answers, '{{}}')::text, w.media_url, w.blacked::text,
       r.assignee_id, photos.these
FROM page r
LEFT JOIN requests_words w ON w.request_id = r.id
LEFT JOIN photos ON photos.request_id = r.id
ORDER BY {order}
