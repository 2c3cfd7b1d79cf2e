-- Which contacts that wait may suit somebody by now whom they did not suit before?
SELECT id
FROM contacts_turn
WHERE city_id = %(city)s AND centre = ANY(%(centres)s) AND state = 'waiting' AND wake_at <= %(at)s
ORDER BY place, id
