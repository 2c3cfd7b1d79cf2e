-- Who is to be offered a contact: of all whom it suits, who has fewest texts, then longest idle?
-- Who takes calls at a telephone can what such calls need.
SELECT id, label, centre, queues, languages,
       skills || ARRAY(SELECT 'by:telephone' FROM contacts_agentphone p
                       WHERE p.agent_id = contacts_agent.id) AS skills, reserved, text_most, answers_at_once, status,
       status_since, reason, voices, texts, idle_since, missed
FROM contacts_agent
WHERE city_id = %(city)s AND centre = %(centre)s AND status = 'available' AND voices = 0
  AND (%(medium)s = 'voice' AND texts = 0 OR %(medium)s = 'text' AND texts < text_most)
  AND queues @> ARRAY[%(queue)s::text] AND languages @> ARRAY[%(language)s::text]
  AND skills || ARRAY(SELECT 'by:telephone' FROM contacts_agentphone p
                      WHERE p.agent_id = contacts_agent.id) @> %(needs)s::text[]
  AND id <> ALL(%(passed)s::bigint[])
  AND (reserved IN ('', %(language)s) OR %(reserve_until)s::timestamptz IS NULL
       OR %(reserve_until)s::timestamptz <= %(at)s)
ORDER BY texts, idle_since, id
LIMIT 1
