-- Which notices may be sent now? Those that nobody has tried yet, whatever a clock that was set back
-- says; those whose next time has come; and those whose courier is gone from the database. Not those
-- that wait: for the end of the quiet hours, or until they can no longer be withdrawn.
SELECT n.id
FROM contacts_notice n
WHERE n.sent_at IS NULL AND n.given_up_at IS NULL
  AND n.medium = ANY(%(media)s)
  AND (%(only)s::bigint IS NULL OR n.id = %(only)s::bigint)
  AND (n.not_before IS NULL OR n.not_before <= %(at)s::timestamptz)
  AND (n.tried = 0
       OR (%(only)s::bigint IS NOT NULL AND n.claimed_at IS NULL)
       OR n.try_after <= %(at)s::timestamptz
       OR (n.claimed_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM pg_stat_activity a
                           WHERE a.pid || ' ' || a.backend_start = n.courier)))
ORDER BY n.try_after, n.id
LIMIT %(most)s
FOR UPDATE SKIP LOCKED
