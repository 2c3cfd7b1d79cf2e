-- How long did contacts take, in each queue, whose talk with an agent began since a moment?
-- Handling time = talk + hold + wrap-up (measures.handling_s): the stretches with agents of the queue, and
-- after the last of all until nobody had anything more to do. Only who was answered and is written up; who
-- came by a relay or a text telephone, apart; what one agent asks another, nowhere.
WITH stretches AS (
  SELECT l.turn_id, l.queue, extract(epoch FROM l.ended_at - l.started_at) AS talked,
         CASE WHEN l.position = max(l.position) OVER (PARTITION BY l.turn_id)
              THEN greatest(extract(epoch FROM t.done_at - l.ended_at), 0) ELSE 0 END AS wrapped
  FROM contacts_leg l JOIN contacts_turn t ON t.id = l.turn_id
  WHERE l.started_at >= %(since)s AND l.started_at <= %(at)s AND l.kind = 'agent'
    AND l.ended_at IS NOT NULL AND t.city_id = %(city)s AND t.about_id IS NULL
    AND t.answered_at IS NOT NULL AND t.done_at IS NOT NULL
), handled AS (
  SELECT queue, turn_id, sum(talked + wrapped) AS took,
         -- Asked as one value, so that it is looked up by its key.
         (SELECT m.turn_id FROM contacts_marked m
          WHERE m.turn_id = stretches.turn_id AND m.kind = ANY(%(relays)s) LIMIT 1) IS NOT NULL AS relayed
  FROM stretches GROUP BY queue, turn_id
)
SELECT queue,
       count(*) FILTER (WHERE NOT relayed) AS contacts,
       coalesce(sum(took) FILTER (WHERE NOT relayed), 0)::float AS seconds,
       count(*) FILTER (WHERE relayed) AS relayed,
       coalesce(sum(took) FILTER (WHERE relayed), 0)::float AS relayed_s
FROM handled
GROUP BY queue
ORDER BY queue
