-- In which epoch is the record, is that of the cluster it is in now, and which is the first
-- transaction that does not exist yet?
SELECT e.id, e.system = c.system_identifier::text, pg_snapshot_xmax(pg_current_snapshot())::text
FROM pg_control_system() c
CROSS JOIN (SELECT id, system FROM record_epoch ORDER BY id DESC LIMIT 1) e
