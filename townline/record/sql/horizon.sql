-- From which transaction up to which one may the next root cover entries?
-- Nothing at or after the oldest transaction that still runs: it may yet commit.
SELECT c.system_identifier::text,
       CASE WHEN r.system = c.system_identifier::text THEN r.to_xid ELSE '0' END::text,
       pg_snapshot_xmin(pg_current_snapshot())::text
FROM pg_control_system() c
LEFT JOIN LATERAL (SELECT system, to_xid::text FROM record_root ORDER BY id DESC LIMIT 1) r ON true
