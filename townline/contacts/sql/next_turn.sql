-- Which contact is an agent to be offered: of all that suit them, the first in place?
SELECT id AS contact, number, medium, centre, queue, language, needs, state, since, place,
       reserve_until, ring_s, passed, agent_id AS agent, offer_ends_at, answered_at, ended_as,
       disposition, earlier_id AS earlier, ordinal, legs_so_far, simulated, grave, seq, head,
       way_out, callback, attempts, not_before, wake_at, promised_from, promised_until,
       about_id AS about, done_at
FROM contacts_turn
WHERE city_id = %(city)s AND centre = %(centre)s AND state = 'waiting'
  AND queue = ANY(%(queues)s) AND language = ANY(%(languages)s) AND needs <@ %(skills)s::text[]
  AND (medium = 'text' OR %(texts)s = 0) AND (medium = 'voice' OR %(texts)s < %(text_most)s)
  AND %(agent)s <> ALL(passed) AND id <> ALL(%(besides)s::bigint[])
  AND (%(reserved)s IN ('', language) OR reserve_until IS NULL OR reserve_until <= %(at)s)
  AND (not_before IS NULL OR not_before <= %(at)s)
ORDER BY place, id
LIMIT 1
