-- Which contact is an agent to be offered: of all that suit them, the first in place?
SELECT contact_id FROM contacts_turn
WHERE city_id = %(city)s AND state = 'waiting'
  AND queue = ANY(%(queues)s) AND language = ANY(%(languages)s) AND needs <@ %(skills)s::text[]
  AND (medium = 'text' OR %(texts)s = 0) AND (medium = 'voice' OR %(texts)s < %(text_most)s)
  AND %(agent)s <> ALL(passed) AND contact_id <> ALL(%(besides)s::bigint[])
  AND (%(reserved)s IN ('', language) OR reserve_until IS NULL OR reserve_until <= %(at)s)
ORDER BY place, contact_id
LIMIT 1
