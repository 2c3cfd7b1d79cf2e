"""
All of the council's public record as JSON Lines, written at once and switched to at once.

A reader always gets the files of one writing: those of the next are made in a folder beside, and a
link is turned over to it when they are complete.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.http import FileResponse, HttpRequest

from townline.api import ocd
from townline.api import ocd_rows as rows
from townline.api.answering import OPEN_TO_ALL, Answer, Refused, city_of, quoted
from townline.api.ocd_rows import Hall
from townline.cities.rules.city import City
from townline.council.queries import exchange
from townline.council.rules.conditions import Compare, Op

NAMES = ("bills", "votes", "events", "organizations", "people", "memberships", "tombstones")
CURRENT, MANIFEST = "current", "manifest.json"
BATCH = 500
WRITING = re.compile(r"\d{8}T\d{12}", re.ASCII)
"""The name of a folder that we made; no other is ever removed."""
KEPT = 2
"""The writing before stays for those who are reading it."""
KIND = "application/x-ndjson; charset=utf-8"


@dataclass(frozen=True)
class Written:
    """A file that was written."""

    name: str
    rows: int
    bytes: int
    digest: str
    """SHA-256 of its bytes."""


def folder_of(city: City) -> Path:
    """Return where the files of a city lie."""
    return Path(settings.HOME) / "council-bulk" / city.slug


def write(city: City, folder: Path, *, base: str, at: datetime) -> tuple[Written, ...]:
    """
    Write all files and turn the folder over to them.

    :param folder: where ``current`` then leads to them; older writings of ours are removed
    :param base: the address of the installation, for links
    """
    hall = Hall.of(city, base)
    made = folder / f"{at:%Y%m%dT%H%M%S%f}"
    made.mkdir(parents=True)
    written = tuple(_write(made / f"{name}.jsonl", LINES[name](hall)) for name in NAMES)
    manifest = {
        "city": city.name,
        "written_at": at.isoformat(),
        "files": [msgspec.to_builtins(each) for each in written],
    }
    (made / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n")
    _switch(folder, made)
    return written


def _switch(folder: Path, made: Path) -> None:
    """Turn the link over to what was made, and remove older writings, all but the last."""
    link = folder / f"{made.name}.link"
    link.symlink_to(made.name)
    link.replace(folder / CURRENT)
    ours = sorted(p for p in folder.iterdir() if WRITING.fullmatch(p.name) and p.is_dir())
    for older in ours[:-KEPT]:
        shutil.rmtree(older)


def _write(path: Path, lines: Iterator[dict[str, Any]]) -> Written:
    digest, count = sha256(), 0
    with path.open("wb") as out:
        for row in lines:
            line = msgspec.json.encode(row) + b"\n"
            out.write(line)
            digest.update(line)
            count += 1
    return Written(path.name, count, path.stat().st_size, digest.hexdigest())


def _batches[T](
    read: Callable[[int], Sequence[T]], key: Callable[[T], int]
) -> Iterator[Sequence[T]]:
    """Yield rows by batches, each after the last key of the one before."""
    after = 0
    while found := read(after):
        yield found
        after = key(found[-1])


def _bills(hall: Hall) -> Iterator[dict[str, Any]]:
    for found in _batches(
        lambda after: exchange.files_told(hall.city, where=Compare("id", Op.GT, after), top=BATCH),
        lambda file: file.id,
    ):
        yield from ocd.bill_rows(hall, found)


def _votes(hall: Hall) -> Iterator[dict[str, Any]]:
    for found in _batches(
        lambda after: exchange.votes_after(hall.city, after, most=BATCH), lambda vote: vote.id
    ):
        yield from ocd.vote_rows(hall, found)


def _events(hall: Hall) -> Iterator[dict[str, Any]]:
    for found in _batches(
        lambda after: exchange.meetings_told(
            hall.city, where=Compare("id", Op.GT, after), top=BATCH
        ),
        lambda meeting: meeting.id,
    ):
        yield from ocd.event_rows(hall, found)


def _tombstones(hall: Hall) -> Iterator[dict[str, Any]]:
    """Yield what was told once and is not any more: which it was, and nothing that it said."""
    for each in exchange.gone(hall.city):
        yield {
            "_type": "tombstone",
            "kind": each.kind,
            "bill": hall.key("bill", each.identifier),
            "identifier": each.identifier,
            "entry": each.seq,
            "url": rows.link_of_gone(hall, each),
            "deleted_at": each.at,
        }


LINES: Mapping[str, Callable[[Hall], Iterator[dict[str, Any]]]] = {
    "bills": _bills,
    "votes": _votes,
    "events": _events,
    "organizations": lambda hall: (rows.organization(hall, b) for b in hall.bodies.values()),
    "people": lambda hall: (rows.person(hall, p) for p in exchange.persons_told(hall.city)),
    "memberships": lambda hall: (
        rows.membership(hall, each) for each in exchange.offices_told(hall.city)
    ),
    "tombstones": _tombstones,
}


def listing(request: HttpRequest) -> Answer:
    """Return which files there are, as they were written last."""
    city = city_of(request)
    path = folder_of(city) / CURRENT / MANIFEST
    try:
        return Answer(json.loads(path.read_text()))
    except FileNotFoundError:
        raise Refused(404, "Nothing was written yet; the files are made every night.") from None


def download(request: HttpRequest, name: str) -> FileResponse:
    """Return one of the files."""
    city = city_of(request)
    if name not in NAMES:
        raise Refused(404, f"There is no file {quoted(name)}; there are: {', '.join(NAMES)}.")
    path = folder_of(city) / CURRENT / f"{name}.jsonl"
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        raise Refused(404, "Nothing was written yet; the files are made every night.") from None
    return FileResponse(opened, content_type=KIND, filename=path.name, headers=OPEN_TO_ALL)
