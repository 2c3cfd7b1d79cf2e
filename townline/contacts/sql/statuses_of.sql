-- What did agents say of themselves within a time, and what had they said last before it began?
-- The queue hears of an agent with whatever changes; only what changes the status is shown.
WITH heard AS (
  SELECT a.id AS agent, d.id, d.at, d.data->>'status' AS status
  FROM unnest(%(agents)s::bigint[]) AS a (id)
  CROSS JOIN LATERAL (
    (SELECT id, at, data FROM contacts_decided
     WHERE agent_id = a.id AND what = 'agent' AND at < %(since)s AND city_id = %(city)s
     ORDER BY at DESC, id DESC LIMIT 1)
    UNION ALL
    (SELECT id, at, data FROM contacts_decided
     WHERE agent_id = a.id AND what = 'agent' AND at >= %(since)s AND at <= %(at)s
       AND city_id = %(city)s)
  ) AS d
), changed AS (
  SELECT *, lag(status) OVER (PARTITION BY agent ORDER BY at, id) AS before FROM heard
)
SELECT agent, at, status FROM changed
WHERE before IS DISTINCT FROM status
ORDER BY agent, at, id
