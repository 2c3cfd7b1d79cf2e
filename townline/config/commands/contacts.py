"""Contacts that somebody answers: who answers, show one, play an hour of them."""

import json
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from math import isfinite
from pathlib import Path
from typing import Any

import click
import msgspec
from django.utils import timezone

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.config.agents_command import agents
from townline.config.cli import city_named, operator
from townline.config.queue_killing import kill_test
from townline.contacts import actions, queries
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.profiles import DAYS, BadProfile, Profile, read_hours

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
LOAD = 0.96
"""The share of their time that agents are busy, where no rate is named."""
MAX = "max"
HOURS = "samples/calls_by_hour.csv"
"""Where a city's folder has how many calls come in each hour of a week."""


class Speed(click.ParamType):
    """How many seconds of the play pass in one of ours; ``max``: as fast as it goes."""

    name = "speed"

    def convert(self, value: Any, param: Any, ctx: Any) -> float | None:
        """Return the factor; None for ``max``."""
        if value in (MAX, None):
            return None
        try:
            speed = float(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number nor {MAX!r}", param, ctx)
        if not 0 < speed < 1e6:
            self.fail(f"{value} is not between 0 and a million", param, ctx)
        return speed


class Amount(click.FloatRange):
    """A number between two, which infinity and what is no number at all are not."""

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Return the number."""
        found = float(super().convert(value, param, ctx))
        if not isfinite(found):
            self.fail(f"{value!r} is no number that can be counted with", param, ctx)
        return found


SECONDS = Amount(0.001, 1e6)


@click.group()
def group() -> None:
    """Contacts that somebody answers: who answers, show one, play an hour of them."""


group.add_command(agents)
group.add_command(kill_test)


@group.command()
@click.option("--contacts", type=click.IntRange(1, 1_000_000), default=1000, show_default=True,
              help="How many come.")  # fmt: skip
@click.option("--agents", type=click.IntRange(1, 2000), default=50, show_default=True,
              help="How many answer.")  # fmt: skip
@click.option("--aht", "handling_s", type=SECONDS, default=60.0,
              show_default=True, metavar="S", help="Seconds of a contact, on average.")  # fmt: skip
@click.option("--patience", "patience_s", type=SECONDS, default=120.0,
              show_default=True, metavar="S",
              help="Seconds after which somebody gives up, on average.")  # fmt: skip
@click.option("--per-hour", type=Amount(1, 1e7),
              help=f"How many come in an hour; else {LOAD:.0%} of what agents can.")  # fmt: skip
@click.option("--level", "level_s", type=Amount(0, 1e6), default=20.0, show_default=True,
              metavar="S", help="Seconds within which a contact should be answered.")  # fmt: skip
@click.option("--profile", "day", metavar="DAY|FILE",
              help="Play a day instead of a steady stream: monday to sunday of the city's folder,"
              " or the monday of a file with weekday,hour,requests.")  # fmt: skip
@click.option("--estimate", is_flag=True,
              help="Estimate each wait when it begins, and say how far off that was.")  # fmt: skip
@click.option("--callbacks", type=Amount(0, 1), default=0.0, show_default=True,
              metavar="SHARE",
              help="The share that wants to be called back, where it is offered.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=311, show_default=True,
              help="Decides all chances.")  # fmt: skip
@click.option("--speed", type=Speed(), default=MAX, show_default=True,
              help="Seconds of the play in one of ours, or max.")  # fmt: skip
@of_city
@as_document
def play(
    slug: str | None, speed: float | None, day: str | None, as_json: bool, **said: Any
) -> None:  # fmt: skip
    """Play made-up contacts through the real queue, and say what came of them.

    They come at random, take a time that is exponential about its average, and are given up
    after one that is too; the queue, its decisions and its record are the real ones. Afterwards
    all that was decided is repeated by the plain rule: "offered_twice" and "passed_over" count
    where it would have decided otherwise. Waits are those of all, also of those who gave up; the
    service level is the share answered in time of all that came. Of many, how far the figures
    stray by chance is said as well. With a profile a day is played from its midnight on, and each
    half-hour told. Only a demo city can be played with; its contacts are marked as simulated for
    ever.
    """
    from townline.config.playing import Play, Scenario

    city = city_named(slug)
    if not city.demo:
        raise click.UsageError(f"{city.name} is no demo: nothing made up may stand in its record")
    said["profile"] = _profile(city, day)
    said["per_hour"] = said["per_hour"] or LOAD * said["agents"] * 3600 / said["handling_s"]
    with click.progressbar(length=said["contacts"], label="Contacts", file=sys.stderr) as bar:
        start = _midnight(city, day) if day else timezone.now()
        paced = _pace(start, speed) if speed else None
        found = Play(city, Scenario(**said), start, lambda: bar.update(1), paced).run()
    if as_json:
        click.echo(json.dumps(found))
        return
    _print(found)


def _print(found: dict[str, Any], indent: str = "") -> None:
    for name, value in found.items():
        if isinstance(value, dict):
            click.echo(f"{indent}{name.replace('_', ' ')}:")
            _print(value, indent + "  ")
        elif isinstance(value, list):
            for row in value:
                click.echo(indent + ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in row.items()))
        else:
            click.echo(f"{indent}{name.replace('_', ' ')}: {value}")


def _profile(city: City, day: str | None) -> Profile | None:
    """Return the profile of a day of the city's folder, or of the Monday of a file."""
    if day is None:
        return None
    named = day.lower() in DAYS
    try:
        content = cities.edition_file(city.edition_id, HOURS) if named else Path(day).read_bytes()
        found = read_hours(content)
    except (BadProfile, OSError, UnicodeDecodeError) as fault:
        raise click.BadParameter(str(fault), param_hint="--profile") from fault
    except cities.NoSuchFile as fault:
        raise click.BadParameter(
            f"the city's folder has no {HOURS}; name a file", param_hint="--profile"
        ) from fault
    wanted = day.lower() if named else DAYS[0]
    if wanted not in found:
        raise click.BadParameter(f"nothing is counted on a {wanted}", param_hint="--profile")
    return found[wanted]


def _midnight(city: City, day: str) -> datetime:
    """Return the midnight at which the last such day began, by the clocks of the city."""
    today = timezone.now().astimezone(city.zone).date()
    wanted = DAYS.index(day.lower()) if day.lower() in DAYS else 0
    date = today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    return datetime.combine(date, clock(0), city.zone)


def _pace(start: datetime, speed: float) -> Any:
    """Return what waits until a moment of the play has come."""
    began = time.monotonic()

    def until(at: datetime) -> None:
        due = began + (at - start).total_seconds() / speed
        time.sleep(max(0.0, due - time.monotonic()))

    return until


@group.command()
@click.argument("identifier", metavar="ID", type=click.IntRange(1))
@of_city
@as_document
def show(identifier: int, slug: str | None, as_json: bool) -> None:
    """Show a contact that somebody answers: where it waited, who had it, every entry of its record.

    Nothing that identifies the resident is shown. Exits 1 if there is no such contact.
    """
    city = city_named(slug)
    try:
        found = queries.turn_of(city.id, identifier)
    except queries.NoSuchTurn as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    click.echo(f"contact {found.id}, {found.channel}, {found.language}: {found.state}")
    if found.simulated:
        click.echo("  simulated")
    for leg in found.legs:
        length = leg.ended_at - leg.started_at if leg.ended_at else None
        took = f" {length / timedelta(seconds=1):.3f} s, {leg.ended_as}" if length else ""
        who = f" {leg.agent}" if leg.agent else ""
        click.echo(f"  {_moment(leg.started_at)} {leg.kind} {leg.queue}{who}{took}")
    for answer in found.answers:
        click.echo(f"  {_moment(answer.at)} answer {answer.code} ({answer.language}) {answer.how}")
    for entry in found.entries:
        click.echo(f"  {entry.seq}. {_moment(entry.at)} {entry.sentence} ({entry.by})")


@group.command()
@click.argument("identifier", metavar="ID", type=click.IntRange(1))
@click.option("--theirs", is_flag=True,
              help="All contacts of whoever left the same number or address.")  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask again.")
@of_city
@as_document
def forget(identifier: int, theirs: bool, yes: bool, slug: str | None, as_json: bool) -> None:
    """Delete who a contact was with, what they said and wrote, its notes and its recordings.

    The contact and its record stay, with an entry that says so. What identifies the reporter of a
    request is deleted by "townline forget". It cannot be undone.

    A contact that is still under way cannot be forgotten yet. The others are, and it is named: run
    the command again for it once it is over. Exits 1 as long as there is one, or where there is no
    such contact.
    """
    city = city_named(slug)
    there = queries.same_resident(city.id, identifier)
    if identifier not in there:
        raise click.ClickException(f"There is no contact {identifier} that anybody answers.")
    keys = there if theirs else (identifier,)
    if not yes:
        what = "1 contact" if len(keys) == 1 else f"{len(keys)} contacts"
        click.confirm(f"Forget {what} for good?", abort=True, err=as_json)
    forgotten, under_way = _forget_all(city, keys)
    if as_json:
        click.echo(json.dumps({"forgotten": forgotten, "under_way": under_way}))
    for each in () if as_json else forgotten:
        what = ", ".join(each["what"])
        click.echo(f"contact {each['contact']}: {what or 'nothing was kept'}")
    if under_way:
        for key in under_way:
            again = f"townline contacts forget {key}{' --theirs' if theirs else ''}"
            click.echo(f"contact {key}: under way; when it is over, run: {again}", err=True)
        sys.exit(1)


def _forget_all(city: City, keys: Iterable[int]) -> tuple[list[dict[str, Any]], list[int]]:
    """Forget every contact that is over; return what was kept of each, and which are under way."""
    forgotten: list[dict[str, Any]] = []
    under_way: list[int] = []
    for key in keys:
        try:
            what = actions.forget_contact(city=city, contact=key, by=operator(), at=timezone.now())
            forgotten.append({"contact": key, "what": what})
        except NotNow:
            under_way.append(key)
        except queries.NoSuchTurn as fault:
            raise click.ClickException(str(fault)) from fault
    return forgotten, under_way


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
