-- A contact's turn as it stands, by its key.
SELECT id AS contact, number, medium, centre, queue, language, needs, state, since, place,
       reserve_until, ring_s, passed, agent_id AS agent, offer_ends_at, answered_at, ended_as,
       disposition, earlier_id AS earlier, ordinal, legs_so_far, simulated, grave, seq, head,
       way_out, callback, attempts, not_before, wake_at, promised_from, promised_until,
       about_id AS about, done_at
FROM contacts_turn
WHERE city_id = %(city)s AND id = %(key)s
