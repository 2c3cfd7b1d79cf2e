-- What was seen of a queue lately: how long contacts took, how long people waited, who gave up?
-- What was made up says nothing to who was not.
SELECT count(*) FILTER (WHERE answered_at IS NOT NULL) AS handled,
       coalesce(extract(epoch FROM sum(done_at - answered_at)), 0)::float8 AS handled_s,
       count(*) FILTER (WHERE ended_as = 'abandoned') AS gave_up,
       coalesce(extract(epoch FROM sum(
         greatest(coalesce(answered_at, done_at) - since, interval '0')
       ) FILTER (WHERE NOT callback)), 0)::float8 AS waited_s
FROM contacts_turn
WHERE city_id = %(city)s AND queue = %(queue)s AND done_at > %(from)s AND done_at <= %(at)s
  AND about_id IS NULL AND (NOT simulated OR %(made_up)s)
