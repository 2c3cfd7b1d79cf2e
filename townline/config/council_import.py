"""``townline council import``: files of other systems, each recognised by what is in it."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named
from townline.council import actions, queries
from townline.council.rules import (
    cfms,
    legistar_events,
    legistar_files,
    legistar_people,
    primegov,
    printed,
)
from townline.council.rules.imported import ImportedFile
from townline.council.rules.numbers import NotANumber
from townline.council.rules.primegov import ImportedAgenda
from townline.record.verbs import Actor, Role

IMPORTER = Actor(kind="system", label="import", roles=frozenset({Role.SYSTEM}))
ENDINGS = (".txt", ".json")
UNREADABLE = (OSError, UnicodeDecodeError, json.JSONDecodeError)


class NotRecognised(ValueError):
    """A source of no known kind."""


REFUSED = (
    NotRecognised, cfms.NotCfms, primegov.NotPrimeGov, legistar_files.NotLegistar,
    printed.Unreadable, NotANumber,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of one file of a source."""

    what: str
    """Which file, meeting or person it is about."""
    said: str
    """What came of it, in a few words."""
    detail: dict[str, Any]
    """The same as JSON."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of source."""

    name: str
    fits: Callable[[object], bool]
    """Whether a text, or what JSON holds, is of this kind."""
    take: Callable[[City, Any, datetime], Iterator[Taken]]


def _report(city: City, text: str, at: datetime) -> Iterator[Taken]:
    yield _file(city, printed.read(text), at)


def _cfms(city: City, data: Any, at: datetime) -> Iterator[Taken]:
    for each in data if isinstance(data, list) else [data]:
        yield _file(city, cfms.read(each), at)


def _legistar(city: City, data: Any, at: datetime) -> Iterator[Taken]:
    for each in legistar_files.read(data):
        yield _file(city, each, at)


def _file(city: City, found: ImportedFile, at: datetime) -> Taken:
    came = actions.import_file(city=city, found=found, by=IMPORTER, at=at)
    said = [
        "new" if came.fresh else "known",
        f"{came.activities} new activities",
        f"{came.documents} new documents",
        f"{came.votes} new votes",
        f"{came.not_understood} not understood",
        f"{len(came.flags)} new flags",
    ]
    return Taken(what=came.identifier, said=", ".join(said), detail=asdict(came))


def _agenda(city: City, data: Any, at: datetime) -> Iterator[Taken]:
    yield _meeting(city, primegov.read(data), at)


def _events(city: City, data: Any, at: datetime) -> Iterator[Taken]:
    for each in legistar_events.read(data):
        yield _meeting(city, each, at)


def _meeting(city: City, found: ImportedAgenda, at: datetime) -> Taken:
    came = actions.import_agenda(city=city, found=found, by=IMPORTER, at=at)
    said = [
        "new" if came.fresh else "known",
        f"version {came.version} of its agenda" if came.version else "nothing new",
        f"{came.items} items",
        f"{came.files} files that are known from it alone",
        f"{came.documents} new documents",
        f"{came.statements} new statements",
        f"{len(came.flags)} new flags",
    ]
    said += [] if came.body or found.body else ["the source does not say whose meeting it is"]
    said += [f"unknown: {', '.join(came.unknown_bodies)}"] if came.unknown_bodies else []
    return Taken(what=came.code, said=", ".join(said), detail=asdict(came))


def _people(city: City, data: Any, at: datetime) -> Iterator[Taken]:
    for each in legistar_people.read(data):
        came = actions.import_person(city=city, found=each, by=IMPORTER, at=at)
        said = [
            "new" if came.fresh else "known",
            f"{came.memberships} new memberships",
        ]
        said += [f"{came.left} that the folder goes before"] if came.left else []
        said += [f"unknown: {', '.join(came.unknown_bodies)}"] if came.unknown_bodies else []
        yield Taken(what=came.name, said=", ".join(said), detail=asdict(came))


KINDS: list[Kind] = [
    Kind(
        name="text report",
        fits=lambda data: isinstance(data, str) and printed.looks_like(data),
        take=_report,
    ),
    Kind(
        name="CFMS JSON",
        fits=lambda data: cfms.looks_like(data[0] if isinstance(data, list) and data else data),
        take=_cfms,
    ),
    Kind(name="Legistar JSON", fits=legistar_files.looks_like, take=_legistar),
    Kind(name="events of Legistar", fits=legistar_events.looks_like, take=_events),
    Kind(name="people of Legistar", fits=legistar_people.looks_like, take=_people),
    Kind(name="PrimeGov agenda", fits=primegov.looks_like, take=_agenda),
]
"""The kinds that are recognised, in the order in which they are tried."""


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def take(paths: Sequence[Path], slug: str | None, as_json: bool) -> None:
    """
    Take in council files and agendas from PATHS: printed reports as text, JSON of other systems.

    What each is, is seen by what is in it. Importing again enters only what is new. Holes and
    contradictions are taken in as they are and flagged. Exits 1 if something could not be read.
    """
    city = city_named(slug)
    if not queries.has_council(city):
        raise click.UsageError(
            f"{city.slug} describes no council; its folder needs council/council.toml"
        )
    taken: list[dict[str, Any]] = []
    rejected: list[dict[str, str]] = []
    every = _found(paths)
    with click.progressbar(
        every, label="taking in", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for path in bar:
            try:
                for each in _take(city, path):
                    taken.append({"path": str(path), **each.detail})
                    if not as_json:
                        click.echo(f"{each.what}: {each.said}")
            except (*UNREADABLE, *REFUSED) as fault:
                rejected.append({"path": str(path), "why": _why(fault)})
                click.echo(f"{path}: {_why(fault)}", err=True)
    if as_json:
        click.echo(json.dumps({"taken": taken, "rejected": rejected}, default=str))
    if rejected:
        sys.exit(1)


def _found(paths: Sequence[Path]) -> list[Path]:
    """
    Return the files that are meant.

    :raises click.UsageError: if there are none
    """
    found = list(_files(paths))
    if not found:
        raise click.UsageError(f"There is no file that ends in {' or '.join(ENDINGS)}.")
    return found


def _why(fault: Exception) -> str:
    return f"this is no JSON: {fault}" if isinstance(fault, json.JSONDecodeError) else str(fault)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
        else:
            yield path


def _take(city: City, path: Path) -> Iterator[Taken]:
    text = path.read_text(encoding="utf-8")
    data: object = json.loads(text) if path.suffix == ".json" else text
    kind = next((each for each in KINDS if each.fits(data)), None)
    if kind is None:
        known = ", ".join(each.name for each in KINDS)
        raise NotRecognised(f"this is none of what can be taken in: {known}")
    yield from kind.take(city, data, timezone.now())
