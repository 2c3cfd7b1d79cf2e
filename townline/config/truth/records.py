"""The real records that a folder is tried on, read through the folder's own mappings."""

import csv
import gzip
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from townline.founding.rules.draft import Draft
from townline.founding.rules.trials import TrialFile
from townline.requests.rules.imported import Past, Rejected, RowReader, Scheme


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file, with what the trials need besides what it says."""

    past: Past
    on: date
    """The day it came, by the city's clock."""
    use: str


@dataclass
class Taken:
    """What became of the rows of one file."""

    file: TrialFile
    rows: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """Rows that an import would reject, by reason."""
    unpromised: int = 0
    """Of those of services that the folder does not have, how many name a target."""
    records: list[Record] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return its counts as the command prints them."""
        return {
            "file": self.file.path,
            "mapping": self.file.mapping,
            "use": self.file.use,
            "rows_in": self.rows,
            "read": len(self.records),
            "without_point": sum(r.past.lat is None for r in self.records),
            "rejected_why": dict(self.rejected),
        }


def take(draft: Draft, file: TrialFile, data: Path) -> Taken:
    """
    Read a file of the folder of data.

    :raises OSError: if it is not there, or cannot be read
    """
    scheme, found = scheme_of(draft, file.mapping), Taken(file)
    zone = ZoneInfo(draft.settings.zone)
    rows = _rows(data / file.path)
    header = next(rows, [])
    reader, target = RowReader(scheme, header), scheme.columns.get("due")
    target_at = header.index(target) if target in header else None
    for row in rows:
        found.rows += 1
        try:
            past = reader.read(row)
        except Rejected as why:
            found.rejected[why.code] += 1
            found.unpromised += target_at is not None and any(row[target_at : target_at + 1])
        else:
            on = past.requested_at.astimezone(zone).date()
            found.records.append(Record(past, on, file.use))
    return found


def scheme_of(draft: Draft, name: str) -> Scheme:
    """Return a mapping of the folder, its services and departments known."""
    table = tomllib.loads(draft.files[f"mappings/{name}.toml"].decode())
    times = table.get("times", {})
    offers, departments = draft.offers.values(), draft.organisation.departments.values()
    return Scheme(
        name=name,
        columns=table["columns"],
        formats=tuple(times.get("formats", ())),
        zone=ZoneInfo(times.get("zone", draft.settings.zone)),
        status=table.get("status", {}),
        channels=table.get("channels", {}),
        services={alias: o.code for o in offers for alias in (*o.aliases, o.code)}
        | table.get("services", {}),
        departments={alias: d.code for d in departments for alias in (*d.aliases, d.code)},
        areas=table.get("areas", {}),
    )


def _rows(path: Path) -> Iterator[list[str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
        yield from csv.reader(text)
