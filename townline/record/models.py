"""The append-only history that every subject of the city keeps, and the roots that seal it."""

from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Now


class Xid8Field(models.Field):
    """The 64-bit number of the transaction that wrote the row."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class CurrentTransaction(models.Func):
    """The number of the present transaction."""

    function = "pg_current_xact_id"
    output_field = Xid8Field()


class Entry(models.Model):
    """One line of a subject's record. A room subclasses it and adds the key to its subject."""

    seq = models.PositiveIntegerField()
    verb = models.TextField()
    at = models.DateTimeField(help_text="When it happened.")
    entered_at = models.DateTimeField(db_default=Now(), help_text="When it was written down.")
    xid = Xid8Field(db_default=CurrentTransaction(), help_text="The transaction that wrote it.")
    epoch = models.SmallIntegerField(
        db_default=1, help_text="The epoch of the record that its transaction is of."
    )
    """Its default in the database is the present epoch, kept so by ``begin_epoch``."""
    actor_kind = models.TextField()
    actor_label = models.TextField()
    note = models.TextField(blank=True)
    note_digest = models.BinaryField(null=True)
    data = models.JSONField(default=dict)
    hash = models.BinaryField()

    class Meta:
        abstract = True


class Epoch(models.Model):
    """
    A stretch of the record's life in one database cluster.

    Transactions are counted by the cluster. Where the data come to another one, by a dump or an
    upgrade, the numbers begin anew, and so does an epoch.
    """

    id = models.SmallIntegerField(primary_key=True)
    system = models.TextField(help_text="The database cluster it was in.")
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"epoch {self.id}"


class Root(models.Model):
    """A seal over all entries that were written since the root before it."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=TransactionNow())
    system = models.TextField(help_text="The database cluster whose transactions it counts.")
    epoch = models.SmallIntegerField(
        db_default=1, help_text="The epoch whose transactions it counts."
    )
    from_xid = Xid8Field()
    to_xid = Xid8Field(help_text="The first transaction that it does not cover.")
    entries = models.PositiveIntegerField()
    manifest = models.JSONField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"root {self.id}"
