"""``townline council paper``: the papers of the clerk's division, of an activity or a meeting."""

from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named, operator
from townline.config.council_report import DAY, identifier
from townline.council import queries
from townline.council.rules.papers import Sheet
from townline.founding.rules.faults import nearest

TARGET = click.Path(path_type=Path, dir_okay=False)


@click.group()
def paper() -> None:
    """Make the papers of the clerk's division, as tagged PDF."""


@paper.command("list")
@click.argument("number")
@click.argument("entry", type=int)
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def listed(number: str, entry: int, slug: str | None) -> None:
    """Name the papers that can be made of activity ENTRY of council file NUMBER."""
    for name, sheet in _sheets(city_named(slug), number, entry).items():
        click.echo(f"{name}  {sheet.title}")


@paper.command()
@click.argument("number")
@click.argument("entry", type=int)
@click.argument("name")
@click.argument("target", type=TARGET)
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def make(number: str, entry: int, name: str, target: Path, slug: str | None) -> None:
    """Write paper NAME of activity ENTRY of council file NUMBER to TARGET."""
    city = city_named(slug)
    found = _sheets(city, number, entry)
    if name not in found:
        raise click.ClickException(f"No {name!r} is made of it. {nearest(name, found)}")
    try:
        made = queries.paper(city, name, found[name], at=timezone.now())
    except queries.NoSuchPaper as fault:
        raise click.ClickException(str(fault)) from None
    _write(target, made.content)


@paper.command()
@click.argument("day", type=DAY, metavar="DAY")
@click.argument("target", type=TARGET)
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def referrals(day: datetime, target: Path, slug: str | None) -> None:
    """Write the sheet of what was referred on DAY, as 2026-03-31, to TARGET."""
    city = city_named(slug)
    sheet = queries.referral_sheet(city, day.date(), on=_today(city))
    _write(target, queries.paper(city, "referral-sheet", sheet, at=timezone.now()).content)


@paper.command("meeting")
@click.argument("meeting")
@click.argument("name", type=click.Choice(["agenda", "draft", "journal", "cancellation"]))
@click.argument("target", type=TARGET)
@click.option("--version", type=int, help="Which version of the agenda; the newest if left out.")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def of_meeting(
    meeting: str, name: str, target: Path, version: int | None, slug: str | None
) -> None:
    """
    Write paper NAME of MEETING, as 2026-03-03-council, to TARGET.

    An agenda is one that was posted; draft is the agenda as it would be posted now.
    """
    city = city_named(slug)
    try:
        sheet = _of_meeting(city, meeting, name, version)
    except (queries.NoSuchMeeting, queries.NoSuchPaper) as fault:
        raise click.ClickException(str(fault)) from None
    template = "agenda" if name == "draft" else name
    _write(target, queries.paper(city, template, sheet, at=timezone.now()).content)


def _of_meeting(city: City, meeting: str, name: str, version: int | None) -> Sheet:
    on = _today(city)
    if name == "draft":
        return queries.draft_sheet(city, meeting, on=on)
    if name == "journal":
        return queries.journal_sheet(city, meeting, on=on)
    if name == "cancellation":
        return queries.cancellation_sheet(city, meeting, on=on)
    newest = queries.meeting(city, meeting).version
    return queries.agenda_sheet(city, meeting, newest if version is None else version, on=on)


def _sheets(city: City, number: str, entry: int) -> dict[str, Sheet]:
    by = operator().label
    found = identifier(city, number)
    try:
        return queries.sheets(city, found, entry, on=_today(city), by=by, behind=True)
    except queries.NoSuchPaper as fault:
        raise click.ClickException(str(fault)) from None


def _today(city: City) -> date:
    day: date = timezone.now().astimezone(city.zone).date()
    return day


def _write(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as fault:
        raise click.ClickException(f"{target} cannot be written: {fault.strerror}.") from None
    click.echo(f"Wrote {target}, {len(content)} bytes.", err=True)
