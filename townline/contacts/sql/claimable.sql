-- Which notices may be sent now? Those that nobody has tried yet, whatever a clock that was set back
-- says; those whose next time has come; and those whose courier is gone from the database.
SELECT n.id
FROM contacts_notice n
WHERE n.sent_at IS NULL AND n.given_up_at IS NULL
  AND (n.tried = 0
       OR n.try_after <= %(at)s::timestamptz
       OR (n.claimed_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM pg_stat_activity a
                           WHERE a.pid || ' ' || a.backend_start = n.courier)))
ORDER BY n.try_after, n.id
LIMIT %(most)s
FOR UPDATE SKIP LOCKED
