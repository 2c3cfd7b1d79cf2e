"""Found a city from its folder: begin one, check it, compare it, apply it, write it out."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self
from zoneinfo import ZoneInfo

import click

from townline.cities.rules.city import City
from townline.config import command
from townline.founding.rules import difference, draft, writing
from townline.founding.rules.draft import Draft
from townline.founding.rules.faults import Fault, Severity

if TYPE_CHECKING:
    from townline.founding.queries import OnScreen

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
DAY = click.DateTime(["%Y-%m-%d"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def group() -> None:
    """Found a city from its folder: begin one, check it, compare it, apply it, write it out."""


@group.command()
@FOLDER
@click.option("--name", help="The city's name; else the folder's, with capitals.")
@click.option("--zone", default="UTC", show_default=True, help="Its IANA time zone.")
@click.option("--centre", type=(float, float), default=(0.0, 0.0), help="LATITUDE LONGITUDE.")
def new(folder: Path, name: str | None, zone: str, centre: tuple[float, float]) -> None:
    """Write a small working city to begin from into FOLDER, which must be new or empty."""
    slug = folder.resolve().name
    files = writing.example(
        name=name or slug.replace("-", " ").title(),
        zone=zone,
        jurisdiction=f"{slug}.example",
        lat=centre[0],
        lon=centre[1],
    )
    made = draft.of_files(slug, files) if draft.SLUG.fullmatch(slug) else None
    if made is None:
        raise click.UsageError("The folder's name may have small letters, digits and '-' only.")
    if made.errors:
        raise click.UsageError(" ".join(f"{fault.what} {fault.remedy}" for fault in made.errors))
    _write(folder, files)
    click.echo(f"Wrote {len(files)} files. Next: townline city check {folder}", err=True)


@group.command()
@FOLDER
@AS_JSON
def check(folder: Path, as_json: bool) -> None:
    """Name every fault of FOLDER with file, line and remedy. Exits 1 where there are errors."""
    found = _read(folder)
    today = datetime.now(ZoneInfo(found.settings.zone)).date()
    found = replace(found, faults=(*found.faults, *found.withheld(today)))
    if as_json:
        click.echo(json.dumps(_report(found), ensure_ascii=False))
    else:
        _print_faults(found.faults)
        for sentence in found.off:
            click.echo(f"off: {sentence}")
        click.echo(_summary(found))
    sys.exit(1 if found.errors else 0)


@group.command()
@FOLDER
@AS_JSON
def diff(folder: Path, as_json: bool) -> None:
    """Show what applying FOLDER would change in the edition in force, value by value."""
    found = _read(folder)
    command.set_up()
    from townline.founding import queries

    changes = difference.between(queries.in_force(found.slug), found)
    if as_json:
        click.echo(json.dumps([asdict(change) for change in changes], default=str))
        return
    for change in changes:
        click.echo(str(change))
    counts = Counter(change.how for change in changes)
    told = ", ".join(f"{count} {how}" for how, count in counts.items())
    click.echo(told or "Nothing would change.", err=True)


@group.command()
@FOLDER
@click.option("--since", type=DAY, help="The first day of requests, as 2026-03-31.")
@click.option("--until", type=DAY, help="The last day of requests.")
@click.option("--limit", type=click.IntRange(1), help="At most so many, the latest.")
@AS_JSON
def route(
    folder: Path, since: datetime | None, until: datetime | None, limit: int | None, as_json: bool
) -> None:
    """Try the routes of FOLDER on past requests, and show which would go elsewhere.

    Nothing is changed. Requests are compared with the department and crew that have them now.
    """
    found = _sound(folder, "Not tried.")
    first, last = _days(since, until)
    command.set_up()
    from townline.config import rerouting

    city = _in_force(found.slug)
    tried = rerouting.dry_run(city, found, since=first, until=last, limit=limit)
    if as_json:
        click.echo(json.dumps(tried.as_json(), ensure_ascii=False))
        return
    for line in tried.lines():
        click.echo(line)


@group.command()
@FOLDER
@AS_JSON
@click.option("--demo", is_flag=True, help="Mark the city as a demonstration.")
@click.option(
    "--over-edition", type=click.IntRange(1), metavar="NUMBER",
    help="Undo what was changed on screen up to this edition.",
)  # fmt: skip
def apply(folder: Path, as_json: bool, demo: bool, over_edition: int | None) -> None:
    """Make an edition of FOLDER in one transaction, unless it is the one in force already.

    Where the city was changed on screen after the edition that the folder is based on, nothing is
    applied: the changes are printed, and it exits 1. Pull the city and put your changes there. To
    undo what was changed on screen, name its newest edition with --over-edition.
    """
    found = _sound(folder, "Not applied.")
    command.set_up()
    from townline.config import pulling

    city, fresh = _apply(found, demo=demo, over=over_edition, as_json=as_json)
    try:
        pulling.mark(city, folder)
    except OSError as fault:
        click.echo(f"townline: edition.toml could not be brought up to date: {fault}", err=True)
    if as_json:
        told = {"city": city.slug, "edition": city.edition, "new": fresh, **_sizes(found)}
        click.echo(json.dumps(told))
    else:
        click.echo(f"{city.name}: edition {city.edition}" + ("" if fresh else ", unchanged"))


@group.command()
@click.argument("slug", metavar="CITY")
@FOLDER
def pull(slug: str, folder: Path) -> None:
    """Write the edition in force of CITY into FOLDER, with a note of which one it is.

    FOLDER is new or empty, or holds an edition of the city without any change of your own. Change
    it and apply it: what is changed on screen meanwhile is then not lost.
    """
    command.set_up()
    from townline.config import pulling

    city = _in_force(slug)
    try:
        count = pulling.pull(city, folder)
    except writing.NotEmpty as fault:
        what = f"{fault} It holds something that is in no edition of {city.name}."
        raise click.UsageError(what) from fault
    click.echo(f"Wrote {count} files of edition {city.edition}.", err=True)


@group.command()
@FOLDER
@click.option("--city", "slug", help="Which city; else the one of the folder's name.")
def export(folder: Path, slug: str | None) -> None:
    """Write the folder of the edition in force into FOLDER, byte for byte."""
    command.set_up()
    from townline.cities import queries

    city = _in_force(slug or folder.resolve().name)
    files = queries.edition_files(city.edition_id)
    _write(folder, files)
    click.echo(f"Wrote {len(files)} files of edition {city.edition}.", err=True)


@group.command()
@click.argument("text", default="")
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option("--language", metavar="CODE", help="Of the page; else the city's first.")
@click.option("--trial", is_flag=True, help="Try the searches of the city's folder instead.")
@AS_JSON
def search(text: str, slug: str | None, language: str | None, trial: bool, as_json: bool) -> None:
    """Show which services residents find by TEXT, in the city as it is in force.

    With --trial it tries what searches.toml of the folder says that residents type, and exits 1
    where fewer than 95 of 100 find their service among the first three.
    """
    command.set_up()
    from townline.config import cli, searching

    if trial == bool(text.strip()):
        raise click.UsageError("Give a text to look for, or --trial.")
    city = cli.city_named(slug)
    if language and language not in city.languages:
        raise click.UsageError(f"{city.name} speaks {', '.join(city.languages)}.")
    told, good = searching.tried(city) if trial else searching.found(city, text, language or "")
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else searching.lines(told))
    sys.exit(0 if good else 1)


@group.command(name="list")
@AS_JSON
def list_cities(as_json: bool) -> None:
    """List the cities of this installation with their editions in force."""
    command.set_up()
    from townline.cities import queries

    found = [
        {
            "city": city.slug,
            "name": city.name,
            "edition": city.edition,
            "applied_at": queries.applied_at(city.edition_id).isoformat(),
            "demo": city.demo,
        }
        for city in queries.every()
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each['city']}  {each['name']}, edition {each['edition']}")


def _read(folder: Path) -> Draft:
    try:
        return draft.read(folder)
    except draft.NoFolder as fault:
        raise click.UsageError(str(fault)) from fault


def _sound(folder: Path, refusal: str) -> Draft:
    """Return what a folder says; name its errors and end where there are any."""
    found = _read(folder)
    if found.errors:
        _print_faults(found.errors, err=True)
        click.echo(f"{refusal} {_summary(found)}", err=True)
        sys.exit(1)
    return found


def _refuse_faulty(found: Draft, errors: tuple[Fault, ...]) -> NoReturn:
    """Name the errors that only the city's record shows, and end."""
    _print_faults(errors, err=True)
    click.echo(
        f"Not applied. {_summary(replace(found, faults=(*found.faults, *errors)))}", err=True
    )
    sys.exit(1)


def _in_force(slug: str) -> City:
    from townline.cities import queries

    city = queries.by_slug(slug)
    if city is None:
        known = ", ".join(city.slug for city in queries.every()) or "none"
        raise click.UsageError(f"There is no city {slug!r}. Applied so far: {known}.")
    return city


def _days(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    if since and until and until < since:
        raise click.UsageError("--until comes before --since.")
    return since.date() if since else None, until.date() if until else None


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        writing.write(folder, files)
    except writing.NotEmpty as fault:
        raise click.UsageError(str(fault)) from fault


def _apply(found: Draft, *, demo: bool, over: int | None, as_json: bool) -> tuple[Any, bool]:
    """Apply a draft with a bar for its places, and return the city and whether it is new."""
    from django.utils import timezone

    from townline.cities import actions as cities
    from townline.cities.actions import NameTaken
    from townline.config import cli
    from townline.council.actions import NameOfAnother
    from townline.founding import actions as applying
    from townline.founding.queries import NoSuchBase

    by, at = cli.operator(), timezone.now()
    try:
        with _Bar(found.counts.total) as watch:
            applied = applying.apply(draft=found, over=over, by=by, at=at, watch=watch)
    except applying.Faulty as refused:
        _refuse_faulty(found, refused.errors)
    except (NameTaken, NoSuchBase, NameOfAnother) as fault:
        click.echo(f"Not applied. {fault}", err=True)
        sys.exit(1)
    except applying.ChangedOnScreen as fault:
        _refuse(fault.found, as_json=as_json)
    if demo and not applied.city.demo:
        cities.mark_demo(city_id=applied.city.id, demo=True, by=by, at=at)
    return applied.city, applied.fresh


def _refuse(found: "OnScreen", *, as_json: bool) -> NoReturn:
    """Show what a folder would undo that was changed on screen, and end."""
    from townline.config import pulling

    if as_json:
        click.echo(json.dumps(pulling.refused(found), default=str, ensure_ascii=False))
    else:
        for line in pulling.refusal(found):
            click.echo(line)
    newest = found.editions[0].number
    what = "Not applied. Pull the city and put your changes there, or undo what you see above"
    click.echo(f"{what} with --over-edition {newest}.", err=True)
    sys.exit(1)


class _Bar:
    """A progress bar on standard error, shown once the first places have been put."""

    def __init__(self, total: int) -> None:
        self._bar = click.progressbar(length=total, label="Addresses and places", file=sys.stderr)
        self._shown = False

    def __call__(self, count: int) -> None:
        if not self._shown:
            self._bar.__enter__()
            self._shown = True
        self._bar.update(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: Any) -> None:
        if self._shown:
            self._bar.__exit__(*fault)


def _print_faults(faults: Iterable[Fault], *, err: bool = False) -> None:
    for fault in faults:
        click.secho(str(fault), err=err, fg="red" if fault.severity is Severity.ERROR else None)


def _sizes(found: Draft) -> dict[str, int]:
    return {
        "departments": len(found.organisation.departments),
        "services": len(found.offers),
        "layers": len(found.layers),
        "areas": sum(len(layer.features) for layer in found.layers),
        "addresses": found.counts.addresses,
        "crossings": found.counts.crossings,
        "landmarks": found.counts.landmarks,
    }


def _summary(found: Draft) -> str:
    sizes = ", ".join(f"{count} {what}" for what, count in _sizes(found).items() if count)
    faults = f"{len(found.errors)} errors, {len(found.warnings)} warnings"
    return f"{found.settings.name or found.slug}: {faults}. {sizes or 'Nothing in it'}."


def _report(found: Draft) -> dict[str, Any]:
    return {
        "city": found.slug,
        "errors": len(found.errors),
        "warnings": len(found.warnings),
        "faults": [asdict(fault) for fault in found.faults],
        "off": list(found.off),
        **_sizes(found),
    }
