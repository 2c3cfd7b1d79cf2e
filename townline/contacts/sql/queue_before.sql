-- How many contacts can those have at once who answer a queue, and how many wait before a place
-- that they may be offered first? Agents who are made up answer nobody who is not.
WITH team AS (
  SELECT queues, text_most, texts, status
  FROM contacts_agent
  WHERE city_id = %(city)s AND centre = %(centre)s AND queues @> ARRAY[%(queue)s::text]
    AND languages @> ARRAY[%(language)s::text]
    AND skills || ARRAY(SELECT 'by:telephone' FROM contacts_agentphone p
                        WHERE p.agent_id = contacts_agent.id) @> %(needs)s::text[]
    AND (status = 'available' OR voices > 0 OR texts > 0)
    AND (member_id IS NOT NULL OR %(made_up)s)
)
SELECT (SELECT coalesce(sum(CASE WHEN %(medium)s = 'voice' THEN 1 ELSE text_most END), 0)
        FROM team) AS places,
       (SELECT count(*) FROM contacts_turn
        WHERE city_id = %(city)s AND centre = %(centre)s AND state = 'waiting'
          AND medium = %(medium)s AND place < %(place)s AND id <> %(besides)s
          AND queue IN (SELECT unnest(queues) FROM team)
          AND (not_before IS NULL OR not_before <= %(at)s)) AS ahead
