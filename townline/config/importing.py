"""Reading other systems' files: a mapping of the city's folder, rows streamed, rejects kept."""

import csv
import gzip
import io
import time
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.queries import NoSuchFile
from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.requests.actions import reconstruct
from townline.requests.rules.area_agreement import AreaAgreement
from townline.requests.rules.imported import COLUMNS, Past, Rejected, Scheme, read
from townline.staff import queries as staff

BATCH = 5_000
LONGEST_CELL = 16 * 1024 * 1024
"""Characters; a quote that is never closed would else swallow the rest of any file."""
UNREADABLE = (OSError, EOFError, zlib.error, csv.Error)
"""What a file can be that is cut off, damaged, or not what its name says."""
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
    areas: AreaAgreement = field(default_factory=AreaAgreement)
    """How far the areas that new rows name are those that their points lie in."""
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
            "areas_agree": self.areas.as_json(),
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

    def keep(self, file: str, line: int, why: Rejected, row: dict[str, Any]) -> None:
        """Write down one row."""
        if self._csv:
            shown = "; ".join(f"{k}={v}" for k, v in row.items() if k is not None and v)
            self._csv.writerow([file, line, why.code, str(why), shown])

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
    """Import one file in batches, each a transaction of its own, and say what became of it."""
    found = Outcome(path.name)
    began = time.monotonic()
    with path.open("rb") as raw:
        for batch in batched(_past(raw, path, scheme, rejects, found), BATCH):
            taken = reconstruct.take_in(
                city=city, batch=batch, source=scheme.name, by=IMPORTER, at=at, origin=origin
            )
            found.new += taken.new
            found.known += taken.known
            found.areas.add(taken.areas)
            progress(raw.tell())
    found.seconds = time.monotonic() - began
    return found


def _past(
    raw: io.BufferedReader, path: Path, scheme: Scheme, rejects: Rejects, found: Outcome
) -> Iterator[Past]:
    plain: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
    text = io.TextIOWrapper(plain, encoding="utf-8-sig", errors="replace", newline="")
    lines = csv.DictReader(line.replace("\x00", "") for line in text)
    csv.field_size_limit(LONGEST_CELL)
    _check_header(_header(lines, path), scheme, path)
    for row in _read(lines, path):
        found.rows += 1
        try:
            past = read(row, scheme)
        except Rejected as why:
            found.rejected[why.code] += 1
            rejects.keep(path.name, lines.line_num, why, row)
            continue
        found.flagged.update(past.flags)
        yield past
    text.detach()


def _header(lines: "csv.DictReader[str]", path: Path) -> Sequence[str]:
    try:
        return lines.fieldnames or ()
    except UNREADABLE as fault:
        raise BadMapping(f"{path.name} cannot be read: {fault}") from None


def _read(lines: "csv.DictReader[str]", path: Path) -> Iterator[dict[str, Any]]:
    try:
        yield from lines
    except UNREADABLE as fault:
        raise BadMapping(f"{path.name}, line {lines.line_num + 1}: {fault}") from None


def _check_header(there: Any, scheme: Scheme, path: Path) -> None:
    wanted = (*scheme.columns.values(), *scheme.areas.values())
    if missing := [c for c in wanted if c not in there]:
        raise BadMapping(
            f"{path.name} has no column {', '.join(missing)}; is {scheme.name!r} the right mapping?"
        )
