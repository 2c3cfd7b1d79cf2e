-- What is the newest of all that programs are told of a city's council, and is anybody else in the
-- midst of writing? While somebody is, no answer can be told apart from the next by what is newest.
-- Who writes in another database of the same server does not count; who ended since the snapshot
-- was taken, and is found nowhere any more, does.
SELECT (SELECT max(id) FROM council_fileentry),
       (SELECT max(id) FROM council_meetingentry),
       greatest(
           (SELECT max(changed_at) FROM council_councilfile WHERE city_id = %(city_id)s),
           (SELECT max(changed_at) FROM council_meetingrow WHERE city_id = %(city_id)s),
           (SELECT max(updated_at) FROM council_personrow WHERE city_id = %(city_id)s),
           (SELECT max(updated_at) FROM council_bodyrow WHERE city_id = %(city_id)s)),
       EXISTS (
           SELECT FROM pg_snapshot_xip(pg_current_snapshot()) AS writing (xid)
           WHERE NOT EXISTS (
               SELECT FROM pg_locks held
               JOIN pg_stat_activity session USING (pid)
               WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock'
               AND held.transactionid = writing.xid::xid
               AND session.datname <> current_database()))
