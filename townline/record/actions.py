"""The only ways to write in the record."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

from townline.record import queries
from townline.record.models import Entry, Epoch, Root
from townline.record.rules import chain
from townline.record.verbs import Actor, Verb

LOCK = 0x7_0B_11E  # one sealer at a time, whichever process it runs in


class Subject(Protocol):
    """What a record is kept of: a row with a number and the tip of its chain."""

    pk: int
    number: str
    seq: int
    head: Any
    """The hash of its last entry, as bytes or as the database hands them out."""
    entries: Any
    """The manager of its entries."""


def enter(
    *,
    subject: Subject,
    verb: Verb,
    by: Actor,
    at: datetime,
    note: str = "",
    columns: Mapping[str, Any] | None = None,
    **data: Any,
) -> Entry:
    """
    Append one entry to the subject's record and move its ``seq`` and ``head``.

    :param columns: what the room's own columns repeat of the data, for lists to be asked by

    The caller holds the subject's row lock and saves the two fields with its own changes.
    """
    link = chain.Link(
        subject=subject.number,
        seq=subject.seq + 1,
        verb=verb.code,
        at=at,
        actor_kind=by.kind,
        actor_label=by.label,
        data=data,
        note_digest=chain.digest(note),
    )
    subject.seq, subject.head = link.seq, chain.hash_of(link, bytes(subject.head))
    return subject.entries.create(
        seq=link.seq,
        verb=link.verb,
        at=at,
        actor_kind=by.kind,
        actor_label=by.label,
        note=note,
        note_digest=link.note_digest,
        data=data,
        hash=subject.head,
        **(columns or {}),
    )


@transaction.atomic
def seal(*, by: Actor, at: datetime, most: int = 50_000) -> int:
    """
    Enter a root over all new entries and return how many it covers; 0 writes nothing.

    :raises Moved: if the data came to another cluster, and no epoch has been begun there

    Covers whole transactions, and only those older than any that still runs, so that an entry
    that commits late is never left out. Call again while it returns ``most`` or more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        window = queries.unsealed_window(cursor, most=most)
        if window is None:
            return 0
        manifest, count = queries.manifest(cursor, window)
        if not count:
            return 0
        last = Root.objects.order_by("-id").values("id", "hash").first()
        number, before = (last["id"], bytes(last["hash"])) if last else (0, chain.START)
        cursor.execute(
            "INSERT INTO record_root"
            " (id, at, epoch, system, from_xid, to_xid, entries, manifest, hash)"
            " SELECT %s, %s, id, system, %s::text::xid8, %s::text::xid8, %s, %s::jsonb, %s"
            " FROM record_epoch WHERE id = %s",
            [
                number + 1,
                at,
                window.start,
                window.end,
                count,
                json.dumps(manifest),
                chain.root_hash(manifest, at, before),
                window.epoch,
            ],
        )
    return count


@transaction.atomic
def begin_epoch(*, by: Actor, at: datetime) -> int | None:
    """
    Begin an epoch where the data are in a cluster that the last one was not in.

    Returns its number, or None where there was nothing to do. Only the owner of the tables can:
    entries get the new number by default. Nobody may be writing in them meanwhile, and nobody can.
    """
    last = Epoch.objects.order_by("-id").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        (system,) = cursor.fetchone()
        if last and last.system == system:
            return None
        begun = Epoch.objects.create(id=last.id + 1 if last else 1, system=system, began_at=at)
        for model in queries.tables():
            cursor.execute(
                f"ALTER TABLE {model._meta.db_table} ALTER epoch SET DEFAULT {begun.id:d}"
            )
    return begun.id
