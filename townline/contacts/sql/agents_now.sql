-- Who answers, what do they say of themselves, and what have they in hand since when?
SELECT a.id, a.label, a.centre, a.queues, a.languages, a.reserved, a.status, a.status_since AS since,
       a.reason, a.voices, a.texts, a.idle_since, a.member_id AS member, h.state,
       h.state_since
FROM contacts_agent a
LEFT JOIN LATERAL (
  SELECT t.state,
         CASE t.state WHEN 'in_contact' THEN l.started_at WHEN 'wrap_up' THEN l.ended_at
              ELSE t.offer_ends_at - make_interval(secs => t.ring_s) END AS state_since
  FROM contacts_turn t
  LEFT JOIN contacts_leg l ON l.turn_id = t.id AND l.position = t.legs_so_far
  WHERE t.agent_id = a.id AND t.state IN ('offered', 'in_contact', 'wrap_up')
  ORDER BY array_position(ARRAY['offered', 'in_contact', 'wrap_up'], t.state), 2
  LIMIT 1
) AS h ON true
WHERE a.city_id = %(city)s AND a.centre = ANY(%(centres)s)
ORDER BY a.centre, a.label, a.id
