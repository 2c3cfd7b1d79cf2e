-- In which epoch is the record, is that of the cluster it is in now, where did the last root end,
-- and up to which transaction may the next one cover entries? Nothing at or after the oldest
-- transaction that still runs: it may yet commit.
SELECT e.id, e.system = c.system_identifier::text,
       coalesce(r.epoch, 1), coalesce(r.to_xid, '0')::text,
       pg_snapshot_xmin(pg_current_snapshot())::text
FROM pg_control_system() c
CROSS JOIN (SELECT id, system FROM record_epoch ORDER BY id DESC LIMIT 1) e
LEFT JOIN LATERAL (SELECT epoch, to_xid::text FROM record_root ORDER BY id DESC LIMIT 1) r ON true
