"""What the record says of itself: which entries are new, and whether everything still proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from townline.record.models import Entry, Root
from townline.record.rules import audit, chain
from townline.record.rules.audit import Fault

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Window:
    """The transactions that the next root covers, from ``start`` up to but not ``end``."""

    system: str
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

    After the data moved to another cluster the counting of transactions starts anew; entries
    that came along unsealed carry numbers of the old one and are covered by the first root there.
    """
    cursor.execute((SQL / "horizon.sql").read_text())
    system, start, end = cursor.fetchone()
    candidates = []
    for model in tables():
        cursor.execute(
            f"SELECT xid::text FROM {model._meta.db_table}"  # noqa: S608 - our own table names
            " WHERE xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY xid OFFSET %s LIMIT 1",
            [start, end, most],
        )
        if row := cursor.fetchone():
            # Whole transactions only: end behind the one that fills the root.
            candidates.append(str(int(row[0]) + 1))
    end = min([end, *candidates], key=int)
    return Window(system, start, end) if int(start) < int(end) else None


def _entries(
    cursor: CursorWrapper, model: type[Entry], start: str, end: str
) -> list[tuple[str, int, bytes]]:
    table, subject = model._meta.db_table, _subject_table(model)
    cursor.execute(
        f"SELECT coalesce(s.number, '#' || e.subject_id), e.seq, e.hash FROM {table} e"  # noqa: S608
        f" LEFT JOIN {subject} s ON s.id = e.subject_id"
        " WHERE e.xid >= %s::text::xid8 AND e.xid < %s::text::xid8 ORDER BY 1, 2",
        [start, end],
    )
    return [(number, seq, bytes(hash_)) for number, seq, hash_ in cursor.fetchall()]


def manifest(cursor: CursorWrapper, window: Window) -> tuple[chain.Manifest, int]:
    """Return what a root over ``window`` covers, and the number of its entries."""
    result: chain.Manifest = {}
    count = 0
    for model in tables():
        rows = _entries(cursor, model, window.start, window.end)
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
    last: Root | None = None
    system, present = _present(cursor)
    for roots, root in enumerate(Root.objects.order_by("id").iterator(chunk_size=20), 1):
        found, _ = manifest(cursor, Window(root.system, str(root.from_xid), str(root.to_xid)))
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
            follows=int(last.to_xid) if last and last.system == root.system else 0,
            present=present if root.system == system else None,
        )
        before, last = bytes(root.hash), root
        sealed += root.entries
    # What came from another cluster carries the numbers of that one, which may be higher.
    if not Root.objects.exclude(system=system).exists():
        faults += _ahead(cursor, present)
    return roots, sealed, faults


def _present(cursor: CursorWrapper) -> tuple[str, int]:
    """Return the cluster, and the first transaction that does not exist yet in it."""
    cursor.execute(
        "SELECT system_identifier::text, pg_snapshot_xmax(pg_current_snapshot())::text"
        " FROM pg_control_system()"
    )
    system, present = cursor.fetchone()
    return system, int(present)


def _ahead(cursor: CursorWrapper, present: int) -> list[Fault]:
    """Return the entries that claim a transaction yet to come: no root would ever cover them."""
    return [
        Fault("ahead", number, seq, f"{model._meta.db_table}: entered under a forged transaction")
        for model in tables()
        for number, seq, _ in _entries(cursor, model, str(present), str(2**63 - 1))
    ]


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
