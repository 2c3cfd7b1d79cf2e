-- Write all that one step of the queue changed: contacts and their turns, agents, legs, the record
-- of each contact, and what was heard and decided. All of it is kept, or nothing.
-- A moment is read before the queue is held: it can be a little earlier than what came before.
WITH doc AS (
  SELECT %(doc)s::jsonb AS doc
), turns AS (
  INSERT INTO contacts_turn
    (id, city_id, number, medium, centre, queue, language, needs, state, since, place,
     reserve_until, ring_s, passed, agent_id, offer_ends_at, answered_at, ended_as, disposition,
     earlier_id, ordinal, legs_so_far, simulated, grave, seq, head, way_out, callback,
     attempts, not_before, wake_at, promised_from, promised_until, about_id, done_at)
  SELECT t.contact, %(city)s, t.number, t.medium, t.centre, t.queue, t.language, t.needs, t.state,
         t.since, t.place, t.reserve_until, t.ring_s, t.passed, t.agent, t.offer_ends_at,
         t.answered_at, t.ended_as, t.disposition, t.earlier, t.ordinal, t.legs_so_far, t.simulated,
         t.grave, t.seq, decode(t.head, 'hex'), t.way_out, t.callback, t.attempts, t.not_before, t.wake_at,
         t.promised_from, t.promised_until, t.about, t.done_at
  FROM doc, jsonb_to_recordset(doc->'turns') AS t (
    contact bigint, number text, medium text, centre text, queue text, language text, needs text[],
    state text, since timestamptz, place timestamptz, reserve_until timestamptz, ring_s int,
    passed bigint[], agent bigint, offer_ends_at timestamptz, answered_at timestamptz,
    ended_as text, disposition text, earlier bigint, ordinal int, legs_so_far int,
    simulated boolean, grave boolean, seq int, head text, way_out text, callback boolean, attempts int,
    not_before timestamptz, wake_at timestamptz, promised_from timestamptz,
    promised_until timestamptz, about bigint, done_at timestamptz)
  ON CONFLICT (id) DO UPDATE SET
    centre = excluded.centre, queue = excluded.queue, needs = excluded.needs,
    state = excluded.state, since = excluded.since, place = excluded.place,
    reserve_until = excluded.reserve_until, ring_s = excluded.ring_s, passed = excluded.passed,
    agent_id = excluded.agent_id, offer_ends_at = excluded.offer_ends_at,
    answered_at = excluded.answered_at, ended_as = excluded.ended_as,
    disposition = excluded.disposition, legs_so_far = excluded.legs_so_far,
    grave = excluded.grave, seq = excluded.seq, head = excluded.head, way_out = excluded.way_out,
    callback = excluded.callback, attempts = excluded.attempts, not_before = excluded.not_before,
    wake_at = excluded.wake_at, promised_from = excluded.promised_from,
    promised_until = excluded.promised_until, done_at = excluded.done_at
), ended AS (
  UPDATE contacts_contact SET ended_at = greatest(e.at, started_at)
  FROM doc, jsonb_to_recordset(doc->'ended') AS e (contact bigint, at timestamptz)
  WHERE contacts_contact.id = e.contact
), agents AS (
  UPDATE contacts_agent SET
    status = a.status, status_since = a.status_since, reason = a.reason, voices = a.voices,
    texts = a.texts, idle_since = a.idle_since, missed = a.missed
  FROM doc, jsonb_to_recordset(doc->'agents') AS a (
    id bigint, status text, status_since timestamptz, reason text, voices int, texts int,
    idle_since timestamptz, missed int)
  WHERE contacts_agent.id = a.id
), closed AS (
  UPDATE contacts_leg SET ended_at = greatest(l.ended_at, started_at), ended_as = l.ended_as
  FROM doc, jsonb_to_recordset(doc->'closed') AS l (
    turn bigint, position int, ended_at timestamptz, ended_as text)
  WHERE contacts_leg.turn_id = l.turn AND contacts_leg.position = l.position
), legs AS (
  INSERT INTO contacts_leg (turn_id, position, kind, queue, agent_id, started_at, ended_at, ended_as)
  SELECT l.turn, l.position, l.kind, l.queue, l.agent, l.started_at, l.ended_at, l.ended_as
  FROM doc, jsonb_to_recordset(doc->'legs') AS l (
    turn bigint, position int, kind text, queue text, agent bigint, started_at timestamptz,
    ended_at timestamptz, ended_as text)
), entries AS (
  INSERT INTO contacts_turnentry
    (subject_id, seq, verb, at, actor_kind, actor_label, note, data, hash)
  SELECT e.turn, e.seq, e.verb, e.at, e.kind, e.label, '', e.data, decode(e.hash, 'hex')
  FROM doc, jsonb_to_recordset(doc->'entries') AS e (
    turn bigint, seq int, verb text, at timestamptz, kind text, label text, data jsonb, hash text)
)
INSERT INTO contacts_decided (city_id, centre, at, what, turn_id, agent_id, data)
SELECT %(city)s, d.centre, d.at, d.what, d.turn, d.agent, d.data
FROM doc, ROWS FROM (jsonb_to_recordset(doc->'decided') AS (
  centre text, at timestamptz, what text, turn bigint, agent bigint, data jsonb))
  WITH ORDINALITY AS d (centre, at, what, turn, agent, data, place)
ORDER BY d.place
