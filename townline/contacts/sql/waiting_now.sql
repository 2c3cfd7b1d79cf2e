-- Who waits now, by queue and language, and since when has the first of them? An offer that nobody has
-- taken yet is still a wait; who is to be called back waits too, but not on the line.
SELECT w.queue, w.language, count(*) FILTER (WHERE NOT w.callback) AS count,
       count(*) FILTER (WHERE w.callback) AS callbacks,
       min(greatest(w.since, c.started_at)) FILTER (WHERE NOT w.callback) AS since
FROM (
  SELECT id, queue, language, since, callback FROM contacts_turn
  WHERE city_id = %(city)s AND centre = ANY(%(centres)s) AND state = 'waiting'
    AND about_id IS NULL
  UNION ALL
  SELECT id, queue, language, since, callback FROM contacts_turn
  WHERE city_id = %(city)s AND state = 'offered' AND centre = ANY(%(centres)s)
    AND about_id IS NULL
) AS w
JOIN contacts_contact c ON c.id = w.id
GROUP BY w.queue, w.language
ORDER BY w.queue, w.language
