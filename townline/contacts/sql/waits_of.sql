-- What became of the waits that began in a queue since a moment?
-- A wait goes on while an offer is let pass, while it overflows or is moved to another queue; the queue
-- that it ends in counts it. Whom nobody answered in the end counts with those who gave up; who is asked
-- by an agent, with nobody; who hung up at once, apart from them. It begins anew after an agent had the contact: passed on, or lost.
WITH legs AS (
  SELECT l.turn_id, l.position, l.kind, l.queue, l.started_at, l.ended_at, l.ended_as, t.simulated,
         count(*) FILTER (WHERE l.kind <> 'queue') OVER (PARTITION BY l.turn_id ORDER BY l.position)
           AS wait
  FROM contacts_leg l JOIN contacts_turn t ON t.id = l.turn_id
  WHERE l.started_at >= %(since)s AND l.started_at <= %(at)s AND t.city_id = %(city)s
    AND t.about_id IS NULL
), waits AS (
  SELECT turn_id, min(position) AS first, min(started_at) AS began, bool_or(simulated) AS simulated,
         (array_agg(queue ORDER BY position DESC))[1] AS queue,
         (array_agg(ended_as ORDER BY position DESC))[1] AS how,
         (array_agg(ended_at ORDER BY position DESC))[1] AS ended
  FROM legs WHERE kind = 'queue' GROUP BY turn_id, wait
), timed AS (
  SELECT w.*, ARRAY['abandoned', 'expired', 'left_message', 'not_reached'] AS lost, extract(epoch FROM coalesce(ended, %(at)s) - began) AS waited, q.within_s
  FROM waits w
  LEFT JOIN unnest(%(queues)s::text[], %(withins)s::int[]) AS q (queue, within_s) USING (queue)
  -- Asked as one value, so that it is looked up by its key: EXISTS beside OR may read all legs there are.
  WHERE (SELECT b.kind FROM contacts_leg b
         WHERE b.turn_id = w.turn_id AND b.position = w.first - 1) IS DISTINCT FROM 'queue'
), told AS (
  SELECT t.*, how = 'abandoned' AND waited < %(short_s)s AS short FROM timed t
)
SELECT queue,
       count(*) AS offered,
       count(*) FILTER (WHERE how = 'answered') AS answered,
       count(*) FILTER (WHERE how = ANY(lost) AND NOT short) AS abandoned,
       count(*) FILTER (WHERE short) AS short,
       count(*) FILTER (WHERE how = 'answered' AND waited <= within_s) AS answered_within,
       count(*) FILTER (WHERE how = ANY(lost) AND NOT short AND waited <= within_s) AS abandoned_within,
       count(*) FILTER (WHERE how = '') AS waiting,
       count(*) FILTER (WHERE how = '' AND waited > within_s) AS overdue,
       coalesce(sum(waited) FILTER (WHERE how = 'answered' OR how = ANY(lost) AND NOT short), 0)::float AS waited_s,
       count(*) FILTER (WHERE simulated) AS simulated
FROM told
GROUP BY queue
ORDER BY queue
