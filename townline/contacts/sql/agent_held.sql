-- An agent as they stand, by their key.
SELECT id, label, centre, queues, languages, skills, reserved, text_most, answers_at_once, status,
       status_since, reason, voices, texts, idle_since, missed
FROM contacts_agent
WHERE city_id = %(city)s AND id = %(key)s
