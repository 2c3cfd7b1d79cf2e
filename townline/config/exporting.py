"""Writing the public record out: as CSV for tables and other systems, as GeoJSON for maps."""

import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import msgspec

from townline.config.spreadsheets import safe
from townline.requests.queries.export import PublicRequest

WRITTEN = frozenset(
    {
        "service_name",
        "outcome_words",
        "department_name",
        "address",
        "zip",
        "description",
        "number",
        "lead",
    }
)
"""Fields that hold what people wrote, here or in other systems; the others are words of ours."""
EVERY = 1_000
"""How many rows go by before the progress is told."""
Rows = Iterable[PublicRequest]


@dataclass
class Form:
    """How rows become a file, for one city."""

    kinds: Sequence[str]
    """The kinds of areas that the city has: each is a column."""
    zone: ZoneInfo
    exact: bool = False
    """Whether texts stay as they are, even where a spreadsheet would take one for a formula."""
    left_out: set[str] = field(default_factory=set)
    """Kinds of areas that came up and that the city has no more."""

    def csv(self, rows: Rows, out: IO[str]) -> None:
        """Write a table: a header, and a line a request."""
        table = csv.writer(out, lineterminator="\n")
        table.writerow(columns(self.kinds))
        areas, cells = PublicRequest._fields.index("areas"), self._cells()
        for row in rows:
            line = [cell(value) for cell, value in zip(cells, row, strict=True)]
            line[areas : areas + 1] = [";".join(found) for found in self._by_kind(row.areas)]
            table.writerow(line)

    def geojson(self, rows: Rows, out: IO[str]) -> None:
        """Write a FeatureCollection, a feature a line; one without a point has no geometry."""
        out.write('{"type":"FeatureCollection","features":[')
        before = "\n"
        for row in rows:
            out.write(before + _ENCODER.encode(self._feature(row)).decode())
            before = ",\n"
        out.write("\n]}\n")

    def _cells(self) -> list[Callable[[Any], object]]:
        """Return for each field what makes a cell of its value."""
        return [
            (lambda text: text if self.exact else safe(text)) if name in WRITTEN else self._plain
            for name in PublicRequest._fields
        ]

    def _plain(self, value: object) -> object:
        if isinstance(value, datetime):
            return self._moment(value)
        return value

    def _moment(self, at: datetime) -> str:
        """Return a time to the second, by the city's clock and with its offset."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")

    def _feature(self, row: PublicRequest) -> dict[str, Any]:
        told = row._asdict()
        lat, lon, number = told.pop("lat"), told.pop("lon"), row.number
        told.pop("areas")
        told = {name: self._told(value) for name, value in told.items()}
        told |= dict(zip(_named(self.kinds), self._by_kind(row.areas), strict=True))
        point = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
        return {"type": "Feature", "id": number, "geometry": point, "properties": told}

    def _told(self, value: object) -> object:
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, date):
            return value.isoformat()
        return None if value == "" else value

    def _by_kind(self, keys: tuple[str, ...]) -> list[list[str]]:
        """Return the codes of the areas, a list for each kind."""
        found, strangers = _sorted_by_kind(keys, tuple(self.kinds))
        self.left_out |= strangers
        return found


_ENCODER = msgspec.json.Encoder()


def columns(kinds: Sequence[str]) -> list[str]:
    """Return the names of the columns, in order."""
    names = list(PublicRequest._fields)
    place = names.index("areas")
    return [*names[:place], *_named(kinds), *names[place + 1 :]]


def _named(kinds: Sequence[str]) -> list[str]:
    return [f"area_{kind}" for kind in kinds]


@lru_cache(maxsize=16_384)
def _sorted_by_kind(
    keys: tuple[str, ...], kinds: tuple[str, ...]
) -> tuple[list[list[str]], frozenset[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    strangers = set()
    for key in keys:
        kind, _, code = key.partition(":")
        if kind in found:
            found[kind].append(code)
        else:
            strangers.add(kind)
    return list(found.values()), frozenset(strangers)


def told(rows: Rows, progress: Callable[[int], None]) -> Iterator[PublicRequest]:
    """Pass rows on, and say now and then how many more went by."""
    since = 0
    for row in rows:
        yield row
        since += 1
        if since == EVERY:
            progress(since)
            since = 0
    progress(since)


@contextmanager
def opened(path: Path | None, *, gzipped: bool) -> Iterator[IO[str]]:
    """
    Open a file, or standard output without one, for text; gzipped if that is wanted.

    A file appears under its name once it is complete; what was there before stays until then.
    """
    with ExitStack() as stack:
        raw: Any = sys.stdout.buffer
        part = None
        if path is not None:
            part = path.with_name(f"{path.name}.part")
            stack.callback(part.unlink, missing_ok=True)
            raw = stack.enter_context(part.open("wb"))
        # No time of making inside: the same record makes the same file.
        packed: Any = (
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0)
            if gzipped
            else raw
        )
        out = io.TextIOWrapper(packed, encoding="utf-8", newline="", write_through=False)
        yield out
        out.flush()
        out.detach()
        if gzipped:
            packed.close()
        raw.flush()
        if part is not None and path is not None:
            part.replace(path)
