"""The demo city: what the start script makes so that a first look has something to see."""

import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named

if TYPE_CHECKING:
    from townline.config.growing import Grown

CITIES = Path(__file__).resolve().parents[3] / "cities"
"""Where the cities' folders lie; its file DEMO names the one that is shown."""


@click.group()
def group() -> None:
    """The demo city: what the start script makes so that a first look has something to see."""


@group.command()
def prepare() -> None:
    """Apply the demo city, its sample of real requests, demo requests and demo logins."""
    prepare_demo(settings.HOME)


@group.command()
@click.option(
    "--requests", type=click.IntRange(0), required=True, help="How many there shall be in all."
)
@click.option(
    "--open-share",
    type=click.FloatRange(0, 1),
    help="The share left open; else as among the real ones.",
)
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option(
    "--seed", type=click.IntRange(0), default=311, show_default=True, help="Decides all chances."
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The last day of the year that they are spread over; else yesterday.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def grow(
    requests: int, open_share: float | None, slug: str | None, seed: int, until: datetime | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Make synthetic requests out of the city's imported ones, until there are so many.

    Real requests are drawn again, at other times of a year, a few steps away, and with texts made
    up. Each is marked as synthetic, in its record too, and numbered in a series of its own. What is
    there is left alone: the same command again changes nothing. Only a demo city can be grown.
    """
    from townline.config import growing

    city = city_named(slug)
    with click.progressbar(length=requests, label="Synthetic requests", file=sys.stderr) as bar:
        try:
            grown = growing.grow(
                city=city,
                home=settings.HOME,
                requests=requests,
                open_share=open_share,
                seed=seed,
                until=_end(city, until.date() if until else None),
                at=timezone.now(),
                progress=bar.update,
            )
        except growing.NotHere as fault:
            raise click.UsageError(str(fault)) from None
    if as_json:
        click.echo(json.dumps({"city": city.slug, "seed": seed, **grown.as_json()}))
    else:
        click.echo(_sentence(grown, requests))


def _sentence(grown: "Grown", asked: int) -> str:
    there = grown.there + grown.new
    said = f"{there} synthetic requests: {grown.new} new, {grown.there} already there"
    if grown.new:
        return f"{said}, {grown.as_json()['rows_per_s']} rows/s"
    return f"{said}; nothing is taken away to make {asked}" if there > asked else said


def _end(city: City, last: date | None) -> datetime:
    """Return the end of the last day, by the city's clock."""
    day = last or timezone.now().astimezone(city.zone).date() - timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), city.zone)


def prepare_demo(home: Path) -> None:
    """See to it that the demo stands; what stands already is left alone."""
    from townline.cities import actions as founded
    from townline.cities import queries as cities
    from townline.config import (
        answering_staff,
        demonstration,
        demonstration_contacts,
        demonstration_council,
    )
    from townline.founding import actions as applying
    from townline.founding.rules import draft as drafts
    from townline.requests.actions import learn

    folder = CITIES / (CITIES / "DEMO").read_text().strip()
    if cities.by_slug(folder.name) is None:
        say(f"applying the demo city from {folder.name} …")
        applying.apply(draft=drafts.read(folder), by=demonstration.OPERATOR, at=timezone.now())
    city = cities.by_slug(folder.name)
    if city is None:
        raise click.ClickException(f"{folder.name} is not there after it was applied")
    now = timezone.now()
    if not city.demo:
        founded.mark_demo(city_id=city.id, demo=True, by=demonstration.OPERATOR, at=now)
    stamp = home / f"demo-{city.slug}-{city.edition}"
    if not stamp.exists():
        say("taking in a sample of real past requests …")
        demonstration.past(city, now)
        demonstration_council.past(city, now)
        learn.learn_expected(city=city, by=demonstration.OPERATOR, at=now)
        stamp.touch()
    demonstration.people(city, now)
    demonstration.present(city, now)
    demonstration.working_day(city, now)
    answering_staff.demo_agents(city, by=demonstration.OPERATOR, at=now)
    demonstration_contacts.present(city, now)
    demonstration_council.present(city, now)
    for login in demonstration.logins(city):
        say(f"demo login: {login.username} / {demonstration.PASSWORD} ({login.what})")


def say(words: str) -> None:
    """Tell whoever started us, on standard error."""
    click.echo(f"townline: {words}", file=sys.stderr)
