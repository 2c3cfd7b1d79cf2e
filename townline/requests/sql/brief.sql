-- What does a list that is read by everyone need of each request of a page? As in shown.sql, but no
-- column that such a list does not show: reading it would cost most of the time.
WITH page AS (
{page}
), photos AS (
  SELECT p.request_id,
         json_agg(json_build_array(COALESCE(NULLIF(p.covered, ''), p.name), p.width, p.height,
                                    p.evidence, p.added_at, '')
                  ORDER BY p.id) AS these
  FROM requests_photo p
  WHERE p.request_id = ANY (ARRAY(SELECT page.id FROM page))
  GROUP BY p.request_id
)
SELECT r.id, r.edition_id, r.number, r.service_code, r.status, r.hidden, r.department,
       r.requested_at, r.updated_at, r.due_at, r.pause_reason, r.closed_at, r.outcome, r.lat, r.lon,
       r.address, r.zipcode, COALESCE(w.blacked->>'landmark', r.landmark), r.publicity,
       r.released_at, COALESCE(w.blacked->>'description', w.description), w.media_url,
       photos.these
FROM page r
LEFT JOIN requests_words w ON w.request_id = r.id
LEFT JOIN photos ON photos.request_id = r.id
ORDER BY {order}
