-- An agent as they stand, by their key. Who takes calls at a telephone can what such calls need.
SELECT id, label, centre, queues, languages,
       skills || ARRAY(SELECT 'by:telephone' FROM contacts_agentphone p
                       WHERE p.agent_id = contacts_agent.id) AS skills,
       reserved, text_most, answers_at_once, status,
       status_since, reason, voices, texts, idle_since, missed
FROM contacts_agent
WHERE city_id = %(city)s AND id = %(key)s
