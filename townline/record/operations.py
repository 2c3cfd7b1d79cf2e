"""The migration step that makes a record's table append-only in the database itself."""

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('townline.redacting', true) = 'on'
     AND (to_jsonb(NEW) - 'note') = (to_jsonb(OLD) - 'note') AND to_jsonb(NEW)->>'note' = '' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the record is append-only: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""

UNGUARD = "DROP TRIGGER {table}_row ON {table}; DROP TRIGGER {table}_all ON {table};"

PRESENT_EPOCH = """
DO $$ BEGIN
  EXECUTE format('ALTER TABLE {table} ALTER epoch SET DEFAULT %s',
                 coalesce((SELECT max(id) FROM record_epoch), 1));
END $$;
"""


class AppendOnly(migrations.RunSQL):
    """
    Refuse UPDATE, DELETE and TRUNCATE on ``table``.

    The one thing let through is the emptying of a note under the setting ``townline.redacting``,
    which only the owner of the table can use, because the application has no right to UPDATE.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            REFUSE + GUARD.format(table=table), UNGUARD.format(table=table), elidable=False
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return type(self).__name__, [self.table], {}


class PresentEpoch(migrations.RunSQL):
    """
    Let the entries of a new table of the record count as of the present epoch.

    Else those of a table that comes after the data have moved would be of the first one.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(PRESENT_EPOCH.format(table=table), migrations.RunSQL.noop, elidable=False)

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        return type(self).__name__, [self.table], {}
