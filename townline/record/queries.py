"""What the record says of itself: which entries are new, and whether everything still proves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from townline.record.models import Entry, Epoch, Root
from townline.record.rules import audit, chain
from townline.record.rules.audit import Fault

SQL = Path(__file__).parent / "sql"
FAR = str(2**63 - 1)
"""Behind every transaction that there can be."""


class Moved(Exception):
    """The data are in another database cluster than the present epoch of the record."""


@dataclass(frozen=True)
class Window:
    """The transactions that a root covers: those of an epoch, from ``start`` but not ``end``."""

    epoch: int
    start: str
    end: str


def tables() -> list[type[Entry]]:
    """Return every model that is a record, in a fixed order."""
    found = [m for m in apps.get_models() if issubclass(m, Entry)]
    return sorted(found, key=lambda m: m._meta.db_table)


def _subject_table(model: type[models.Model]) -> str:
    related = model._meta.get_field("subject").related_model
    assert isinstance(related, type)
    return related._meta.db_table


def unsealed_window(cursor: CursorWrapper, *, most: int) -> Window | None:
    """
    Return the window of the next root, holding about ``most`` entries, or None.

    Where the data came from another cluster, what had come along unsealed is covered first, under
    the numbers of its own epoch; the present one begins after it.

    :raises Moved: if no epoch has been begun in the cluster where the data are now
    """
    cursor.execute((SQL / "horizon.sql").read_text())
    now, here, epoch, start, end = cursor.fetchone()
    if not here:
        raise Moved("the record is in another database cluster now; run: townline db prepare")
    while epoch < now:
        last = max(_last(cursor, model, epoch, start) for model in tables())
        if last >= int(start):
            return _filled(cursor, Window(epoch, start, str(last + 1)), most)
        epoch, start = epoch + 1, "0"
    return _filled(cursor, Window(now, start, end), most) if int(start) < int(end) else None


def _filled(cursor: CursorWrapper, window: Window, most: int) -> Window:
    """Return the window, or so much of it as about ``most`` entries fill; whole transactions."""
    ends = [window.end]
    for model in tables():
        cursor.execute(
            f"SELECT xid::text FROM {model._meta.db_table}"  # noqa: S608 - our own table names
            " WHERE epoch = %s AND xid >= %s::text::xid8 AND xid < %s::text::xid8"
            " ORDER BY xid OFFSET %s LIMIT 1",
            [window.epoch, window.start, window.end, most],
        )
        if row := cursor.fetchone():
            ends.append(str(int(row[0]) + 1))
    return replace(window, end=min(ends, key=int))


def _last(cursor: CursorWrapper, model: type[Entry], epoch: int, start: str) -> int:
    """Return the last transaction of an epoch that is over, from ``start`` on; -1 if none."""
    cursor.execute(
        f"SELECT coalesce(max(xid)::text, '-1') FROM {model._meta.db_table}"  # noqa: S608
        " WHERE epoch = %s AND xid >= %s::text::xid8",
        [epoch, start],
    )
    return int(cursor.fetchone()[0])


def _entries(
    cursor: CursorWrapper, model: type[Entry], window: Window
) -> list[tuple[str, int, bytes]]:
    table, subject = model._meta.db_table, _subject_table(model)
    cursor.execute(
        f"SELECT coalesce(s.number, '#' || e.subject_id), e.seq, e.hash FROM {table} e"  # noqa: S608
        f" LEFT JOIN {subject} s ON s.id = e.subject_id"
        " WHERE e.epoch = %s AND e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8 ORDER BY 1, 2",
        [window.epoch, window.start, window.end],
    )
    return [(number, seq, bytes(hash_)) for number, seq, hash_ in cursor.fetchall()]


def manifest(cursor: CursorWrapper, window: Window) -> tuple[chain.Manifest, int]:
    """Return what a root over ``window`` covers, and the number of its entries."""
    result: chain.Manifest = {}
    count = 0
    for model in tables():
        rows = _entries(cursor, model, window)
        count += len(rows)
        if rows:
            result[model._meta.db_table] = [
                chain.manifest_line(number, [r[1] for r in lines], [r[2] for r in lines])
                for number, lines in ((n, list(g)) for n, g in groupby(rows, key=itemgetter(0)))
            ]
    return result, count


@dataclass(frozen=True)
class Audit:
    """What an audit found."""

    entries: int
    roots: int
    unsealed: int
    """Entries that no root covers yet: a tail removed from these alone is not found."""
    faults: tuple[Fault, ...]


def verify() -> Audit:
    """
    Check every chain and every root; the rooms check their own rows against the record.

    Reads one snapshot, so that work going on meanwhile is not mistaken for a fault.
    """
    faults: list[Fault] = []
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in tables():
            for links in by_subject(model):
                count += len(links)
                faults += audit.chain_faults(model._meta.db_table, links)
        roots, sealed, found = _proved_roots(cursor)
    return Audit(count, roots, max(0, count - sealed), (*faults, *found))


def _proved_roots(cursor: CursorWrapper) -> tuple[int, int, list[Fault]]:
    """Return the number of roots, how many entries they cover, and what is wrong with them."""
    faults: list[Fault] = []
    roots, sealed, before = 0, 0, chain.START
    ends: dict[int, int] = {}
    epochs = dict(Epoch.objects.values_list("id", "system"))
    now, present = _present(cursor)
    for roots, root in enumerate(Root.objects.order_by("id").iterator(chunk_size=20), 1):
        found, _ = manifest(cursor, Window(root.epoch, str(root.from_xid), str(root.to_xid)))
        faults += audit.root_faults(
            root.id,
            expected_id=roots,
            at=root.at,
            entries=root.entries,
            manifest=root.manifest,
            stored=bytes(root.hash),
            before=before,
            found=found,
        )
        faults += audit.window_faults(
            root.id,
            start=int(root.from_xid),
            end=int(root.to_xid),
            follows=ends.get(root.epoch, 0),
            present=present if root.epoch == now else None,
        )
        faults += audit.epoch_faults(
            root.id,
            epoch=root.epoch,
            system=root.system,
            epochs=epochs,
            follows=max(ends, default=1),
        )
        ends[root.epoch] = int(root.to_xid)
        before = bytes(root.hash)
        sealed += root.entries
    return roots, sealed, faults + _hidden(cursor, now, present, ends)


def has_moved() -> bool:
    """Return whether the data are in a cluster in which no epoch has been begun."""
    with connection.cursor() as cursor:
        return _present(cursor)[1] is None


def _present(cursor: CursorWrapper) -> tuple[int, int | None]:
    """
    Return the present epoch, and the first transaction that does not exist yet in it.

    None for the latter where the data are in another cluster, and no epoch has been begun there.
    """
    cursor.execute((SQL / "present.sql").read_text())
    epoch, here, present = cursor.fetchone()
    return epoch, int(present) if here else None


def _hidden(
    cursor: CursorWrapper, now: int, present: int | None, ends: dict[int, int]
) -> list[Fault]:
    """
    Return the entries that no root would ever cover.

    They claim a transaction yet to come, or one of an epoch whose last root is entered.
    """
    over = [Window(epoch, str(ends.get(epoch, 0)), FAR) for epoch in range(1, max(ends, default=1))]
    if present is not None:
        over.append(Window(now, str(present), FAR))
    faults = []
    for model in tables():
        table = model._meta.db_table
        cursor.execute(
            f"SELECT DISTINCT epoch FROM {table} WHERE epoch < 1 OR epoch > %s",  # noqa: S608
            [now],
        )
        strange = [Window(row[0], "0", FAR) for row in cursor.fetchall()]
        faults += [
            Fault("ahead", number, seq, f"{table}: entered under a forged transaction")
            for window in (*over, *strange)
            for number, seq, _ in _entries(cursor, model, window)
        ]
    return faults


def by_subject(model: type[Entry], chunk: int = 5_000) -> Iterator[list[audit.Stored]]:
    """Yield the stored entries of each subject in turn, streamed."""
    rows: Any = (
        model.objects.order_by("subject_id", "seq")  # type: ignore[attr-defined]
        .values_list(
            "subject__number", "seq", "verb", "at", "actor_kind", "actor_label",
            "data", "note", "note_digest", "hash", "subject_id",
        )
        .iterator(chunk_size=chunk)
    )  # fmt: skip
    for _, lines in groupby(rows, key=itemgetter(10)):
        yield [audit.stored(*line) for line in lines]
