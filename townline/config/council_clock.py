"""``townline council clock``: every day and state that follows from a file's record."""

import json
from datetime import date, datetime

import click
from django.utils import timezone

from townline.config.cli import city_named
from townline.config.council_report import DAY, identifier
from townline.council import queries
from townline.council.rules.clock import Clock
from townline.council.rules.clock_told import DAYS, told
from townline.council.rules.explained import Explained


@click.command()
@click.argument("number")
@click.option("--as-of", type=DAY, help="Count what is dated up to this day; else today.")
@click.option("--known-on", type=DAY, help="Count what the record knew on this day; else all.")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def clock(
    number: str, as_of: datetime | None, known_on: datetime | None, slug: str | None, as_json: bool
) -> None:
    """Say what follows from the record of council file NUMBER, and why.

    Exits 1 where there is no such file.
    """
    city = city_named(slug)
    today = timezone.now().astimezone(city.zone).date()
    day = as_of.date() if as_of else today
    known = known_on.date() if known_on else date.max
    found = queries.clock(city, identifier(city, number), as_of=day, known_on=known)
    if as_json:
        asked = {
            "file": identifier(city, number),
            "as_of": day.isoformat(),
            "known_on": known_on.date().isoformat() if known_on else None,
        }
        click.echo(json.dumps(asked | told(found), ensure_ascii=False, indent=2))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Clock) -> list[str]:
    lines = [_line("state", found.state)]
    lines += [_line(name, getattr(found, name)) for name in DAYS]
    for round_ in found.rounds:
        flags = f" [{', '.join(round_.value.flags)}]" if round_.value.flags else ""
        lines.append(f"round {round_.value.ordinal}: {round_.because}{flags}")
    lines += [f"{each.value.standing}: {each.because}" for each in found.pending_in]
    return lines


def _line(name: str, found: Explained[object]) -> str:
    value = "—" if found.value is None else found.value
    beside = f" Recorded: {found.recorded}; computed: {found.computed}." if found.differs else ""
    return f"{name}: {value} ({found.status}). {found.because}{beside}"
