"""Reading other systems' files: a mapping of the city's folder, rows streamed, rejects kept."""

import csv
import gc
import gzip
import io
import sys
import time
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, OperationalError
from psycopg.errors import DeadlockDetected, UniqueViolation

from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.queries import NoSuchFile
from townline.cities.rules.city import City
from townline.config.spreadsheets import safe
from townline.record.verbs import Actor, Role
from townline.requests.actions import reconstruct
from townline.requests.actions.preparation import Batch, Preparation
from townline.requests.rules.area_agreement import AreaAgreement
from townline.requests.rules.imported import COLUMNS, Past, Rejected, RowReader, Scheme
from townline.staff import queries as staff

if TYPE_CHECKING:
    import _csv

BATCH = 2_500
LONGEST_CELL = 16 * 1024 * 1024
"""Characters; a quote that is never closed would else swallow the rest of any file."""
UNREADABLE = (OSError, EOFError, zlib.error, csv.Error)
"""What a file can be that is cut off, damaged, or not what its name says."""
GIVES_WAY_S = 0.000_3
"""
How soon the thread that makes ready gives way to the one that writes, in seconds. That one has
little to do, but often: the database takes rows in pieces of what fits a socket, and waits for the
next. With Python's own 5 ms it waited for a third of the time.
"""
COLLECTED_AFTER = (100_000, 10, 10)
"""The thresholds of the garbage collector meanwhile: rows are many objects, none in a circle."""
TURNED_AWAY = 4
"""How often a batch may meet another import that writes the same numbers, before it is a fault."""
IMPORTER = Actor(kind="system", label="import", roles=frozenset({Role.SYSTEM}))


class BadMapping(ValueError):
    """The mapping cannot be used; the text says why and what to do."""


@dataclass
class Outcome:
    """What became of the rows of one file."""

    file: str
    rows: int = 0
    new: int = 0
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    located: int = 0
    """How many new rows have a point that their address was found to be at."""
    areas: AreaAgreement = field(default_factory=AreaAgreement)
    """How far the areas that new rows name are those that their points lie in."""
    located_areas: AreaAgreement = field(default_factory=AreaAgreement)
    """The same of points that were found by an address."""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the figures as the command prints them."""
        return {
            "file": self.file,
            "rows_in": self.rows,
            "rows_new": self.new,
            "rows_known": self.known,
            "rows_rejected": sum(self.rejected.values()),
            "rejected_why": dict(self.rejected),
            "flagged": dict(self.flagged),
            "located_by_address": self.located,
            "areas_agree": self.areas.as_json(),
            "located_areas_agree": self.located_areas.as_json(),
            "took_s": round(self.seconds, 2),
            "rows_per_s": round(self.rows / self.seconds) if self.seconds else None,
        }


def scheme(city: City, name: str) -> Scheme:
    """
    Return the mapping ``name`` of the city's edition in force, its services and departments known.

    :raises BadMapping: if there is none, or if it cannot be used
    """
    path = f"mappings/{name}.toml"
    table = _table(city, name, path)
    columns = table.get("columns", {})
    if strangers := set(columns) - set(COLUMNS):
        raise BadMapping(f"{path}: [columns] knows no {', '.join(sorted(strangers))}")
    if missing := {"number", "requested", "service"} - set(columns):
        raise BadMapping(f"{path}: [columns] must name {', '.join(sorted(missing))}")
    times = table.get("times", {})
    offers = catalogue.offers(city.edition_id)
    services = {alias: o.code for o in offers.values() for alias in (*o.aliases, o.code)}
    departments = staff.departments(city.edition_id).values()
    return Scheme(
        name=name,
        columns=columns,
        formats=tuple(times.get("formats", ())),
        zone=ZoneInfo(times.get("zone", city.zone.key)),
        status=table.get("status", {}),
        channels=table.get("channels", {}),
        services={**services, **table.get("services", {})},
        departments={alias: d.code for d in departments for alias in (*d.aliases, d.code)},
        areas=table.get("areas", {}),
    )


def _table(city: City, name: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(cities.edition_file(city.edition_id, path).decode())
    except NoSuchFile:
        there = sorted(
            p[9:-5] for p in cities.edition_files(city.edition_id) if p.startswith("mappings/")
        )
        raise BadMapping(
            f"{city.slug} has no mapping {name!r}; it has: {', '.join(there) or 'none'}"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadMapping(f"{path} cannot be read: {fault}") from None


class Rejects:
    """The file that keeps what was turned away: where it stood, why, and the row itself."""

    def __init__(self, path: Path | None) -> None:
        self._out = path.open("w", newline="", encoding="utf-8") if path else None
        self._csv: Any = csv.writer(self._out) if self._out else None
        if self._csv:
            self._csv.writerow(["file", "line", "reason", "says", "row"])

    def keep(self, file: str, line: int, why: Rejected, row: dict[str, str]) -> None:
        """Write down one row."""
        if self._csv:
            shown = "; ".join(f"{k}={v}" for k, v in row.items() if v)
            self._csv.writerow([file, line, why.code, safe(str(why)), safe(shown)])

    def close(self) -> None:
        """Finish the file."""
        if self._out:
            self._out.close()


def take_in(
    path: Path,
    *,
    city: City,
    scheme: Scheme,
    rejects: Rejects,
    at: datetime,
    origin: str = "imported",
    progress: Callable[[int], None] = lambda bytes_read: None,
) -> Outcome:
    """
    Import one file in batches, each a transaction of its own, and say what became of it.

    While the database writes one batch, the next is read and made ready beside it. No more than
    three are ever in memory.
    """
    found = Outcome(path.name)
    began = time.monotonic()
    preparation = Preparation(city, source=scheme.name, origin=origin)
    with path.open("rb") as raw, _in_step():
        batches = _batches(_past(raw, path, scheme, rejects, found))
        with closing(_ready(batches, preparation, found)) as ready:
            for batch in ready:
                _count(_written(batch, preparation, at), batch, found)
                progress(raw.tell())
    found.seconds = time.monotonic() - began
    return found


@contextmanager
def _in_step() -> Iterator[None]:
    """Let two threads, one that makes ready and one that writes, keep each other waiting least."""
    before = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(GIVES_WAY_S)
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        sys.setswitchinterval(before[0])
        gc.set_threshold(*before[1])


def _batches(rows: Iterator[Past]) -> Iterator[tuple[Past, ...]]:
    """
    Yield the rows in batches.

    :raises BadMapping: where the file is damaged, once all that stands before it was yielded
    """
    batch: list[Past] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                yield tuple(batch)
                batch = []
    except BadMapping:
        if batch:
            yield tuple(batch)
        raise
    if batch:
        yield tuple(batch)


def _ready(
    batches: Iterator[tuple[Past, ...]], preparation: Preparation, found: Outcome
) -> Generator[Batch]:
    """
    Yield the new rows of each batch, ready to be written, one batch ahead of whoever writes.

    Reading and making ready go on in a thread, which never asks the database: that would be
    another connection, which sees neither locks nor the rows of this one.
    """
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(next, batches, ())
        making: Future[Batch] | None = None
        unwritten: frozenset[str] = frozenset()
        damage: BadMapping | None = None
        try:
            while batch := reading.result():
                reading = beside.submit(next, batches, ())
                fresh = [p for p in preparation.fresh(batch) if p.number not in unwritten]
                found.known += len(batch) - len(fresh)
                following = beside.submit(preparation.batch, fresh)
                if making:
                    yield making.result()
                making, unwritten = following, frozenset(p.number for p in fresh)
        except BadMapping as fault:
            damage = fault  # what stood before it is kept
        if making:
            yield making.result()
        if damage:
            raise damage


def _count(written: Batch, batch: Batch, found: Outcome) -> None:
    found.new += len(written.ready)
    found.known += len(batch.ready) - len(written.ready)
    found.located += written.located
    found.areas.add(written.areas)
    found.located_areas.add(written.located_areas)


def _written(batch: Batch, preparation: Preparation, at: datetime) -> Batch:
    """
    Write a batch and return it, less what another import has written since it was made ready.

    Two imports that have the same numbers in another order can each wait for the other; one of
    them is then turned away by the database, and begins the batch anew.
    """
    for _turned_away in range(TURNED_AWAY):
        try:
            reconstruct.write(batch=batch, by=IMPORTER, at=at)
        except (IntegrityError, OperationalError) as fault:
            if not isinstance(fault.__cause__, (UniqueViolation, DeadlockDetected)):
                raise
            batch = preparation.batch(preparation.fresh([one.past for one in batch.ready]))
        else:
            return batch
    reconstruct.write(batch=batch, by=IMPORTER, at=at)
    return batch


def _past(
    raw: io.BufferedReader, path: Path, scheme: Scheme, rejects: Rejects, found: Outcome
) -> Iterator[Past]:
    plain: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
    text = io.TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline="")
    lines = csv.reader(line.replace("\x00", "") for line in text)
    csv.field_size_limit(LONGEST_CELL)
    header = _header(lines, path)
    _check_header(header, scheme, path)
    reader = RowReader(scheme, header)
    for row in _read(lines, path):
        found.rows += 1
        try:
            past = reader.read(row)
        except Rejected as why:
            found.rejected[why.code] += 1
            rejects.keep(path.name, lines.line_num, why, dict(zip(header, row, strict=False)))
            continue
        if past.flags:
            found.flagged.update(past.flags)
        yield past
    text.detach()


def _header(lines: "_csv.Reader", path: Path) -> list[str]:
    try:
        return next(lines, [])
    except UNREADABLE as fault:
        raise BadMapping(f"{path.name} cannot be read: {fault}") from None


def _read(lines: "_csv.Reader", path: Path) -> Iterator[list[str]]:
    """Yield the rows, without those that are altogether empty."""
    try:
        yield from filter(None, lines)
    except UNREADABLE as fault:
        # A line that could not be read at all was not counted yet.
        line = lines.line_num + (0 if isinstance(fault, csv.Error) else 1)
        raise BadMapping(
            f"{path.name}, line {line}: {fault}; the rows before it were taken in"
        ) from None


def _check_header(there: Any, scheme: Scheme, path: Path) -> None:
    wanted = (*scheme.columns.values(), *scheme.areas.values())
    if missing := [c for c in wanted if c not in there]:
        raise BadMapping(
            f"{path.name} has no column {', '.join(missing)}; is {scheme.name!r} the right mapping?"
        )
