-- What follows from the records of these files, on their rows.
UPDATE council_councilfile f SET
  state = t.state, last_change_date = t.last_change_date, expires_date = t.expires_date,
  final_date = t.final_date, next_date = t.next_date,
  reconsider_until_date = t.reconsider_until_date, mayor_until_date = t.mayor_until_date,
  pending = string_to_array(t.pending, E'\n'), rounds = t.rounds, changes_date = t.changes_date,
  changed_at = CASE WHEN t.seen THEN greatest(f.changed_at, %(at)s) ELSE f.changed_at END
FROM unnest(%(ids)s::bigint[], %(seen)s::boolean[], %(state)s::text[],
            %(last_change_date)s::date[], %(expires_date)s::date[], %(final_date)s::date[],
            %(next_date)s::date[], %(reconsider_until_date)s::date[],
            %(mayor_until_date)s::date[], %(pending)s::text[], %(rounds)s::smallint[],
            %(changes_date)s::date[])
     AS t(id, seen, state, last_change_date, expires_date, final_date, next_date,
          reconsider_until_date, mayor_until_date, pending, rounds, changes_date)
WHERE f.id = t.id
