"""Write the public record out: everything that everyone may read of the requests."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.config import exporting
from townline.config.cli import city_named
from townline.geography import queries as geography
from townline.requests.queries import Filter, export
from townline.requests.rules.lifecycle import Status

STATUSES = [s.value for s in Status if s is not Status.HELD]
ORIGINS = ["live", "imported", "demo", "synthetic"]
DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"


@click.group()
def group() -> None:
    """Write the public record out: everything that everyone may read of the requests.

    Nothing else is in it: no confidential service, nothing held or hidden, no text that nobody has
    released, and nothing about the people who reported.
    """


def _several(name: str, into: str, **how: Any) -> Callable[..., Any]:
    return click.option(name, into, multiple=True, help="May be repeated.", **how)


def _day(name: str, help_: str, *also: str) -> Callable[..., Any]:
    return click.option(name, type=click.DateTime([DAY, *also]), metavar="DATE", help=help_)


OPTIONS = (
    click.option("--city", "slug", metavar="SLUG", required=True, help="Which city."),
    _several("--service", "services", metavar="CODE"),
    _several("--status", "statuses", type=click.Choice(STATUSES)),
    _several("--area", "areas", metavar="KIND:CODE"),
    _several("--origin", "origins", type=click.Choice(ORIGINS)),
    _day("--since", "The first day."),
    _day("--until", "The last day."),
    _day("--updated-since", "Changed since that day, or a time with its offset.", MOMENT),
    click.option("--language", metavar="CODE", help="Of names; else the city's first."),
    click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file to write; else standard output.",
    ),
    click.option("--gzip", "gzipped", is_flag=True, help="Pack what is written."),
)
"""Which requests, and where to."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@group.command("csv")
@_options
@click.option(
    "--exact", is_flag=True, help="Leave a text that spreadsheets take for a formula as it is."
)
def csv_(exact: bool, **asked: Any) -> None:
    """Write a table, a line for each request.

    A text that begins as a formula does gets an apostrophe before it, unless it is to be exact.
    """
    _write(exporting.Form.csv, exact=exact, **asked)


@group.command()
@_options
def geojson(**asked: Any) -> None:
    """Write a FeatureCollection for maps; a request without a point has no geometry."""
    _write(exporting.Form.geojson, **asked)


def _write(
    write: Callable[..., None], *, slug: str, out: Path | None, gzipped: bool, language: str | None,
    exact: bool = False, **which: Any,
) -> None:  # fmt: skip
    city = city_named(slug)
    wanted = _filter(city, **which)
    kinds = [kind.kind for kind in geography.kinds(city)]
    form = exporting.Form(kinds, city.zone, exact)
    began = time.monotonic()
    rows = export.public_record(
        city, wanted, language=language or city.languages[0], at=timezone.now()
    )
    there = export.count(city, wanted)
    try:
        with (
            click.progressbar(length=there, label="Requests", file=sys.stderr) as bar,
            exporting.opened(out, gzipped=gzipped) as file,
        ):
            write(form, exporting.told(rows, bar.update), file)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as fault:
        raise click.UsageError(f"{out or 'standard output'}: {fault.strerror}") from None
    _tell(bar.pos, time.monotonic() - began, form)


def _tell(count: int, seconds: float, form: exporting.Form) -> None:
    click.echo(f"{count} requests in {seconds:.1f} s, {count / seconds:.0f} rows/s", err=True)
    if form.left_out:
        kinds = ", ".join(sorted(form.left_out))
        click.echo(f"Left out, since the city has no such kind any more: {kinds}", err=True)


def _filter(
    city: City,
    *,
    since: datetime | None,
    until: datetime | None,
    updated_since: datetime | None,
    **lists: Any,
) -> Filter:
    if since and until and until < since:
        raise click.UsageError("--until comes before --since.")
    _check(city, lists["services"], lists["areas"])
    return Filter(
        since=_local(since, city),
        until=end_of(until, city),
        updated_since=_local(updated_since, city),
        **lists,
    )


def _check(city: City, services: tuple[str, ...], areas: tuple[str, ...]) -> None:
    """Refuse a kind of area that the city has not; say which services it does not offer now."""
    kinds = {kind.kind for kind in geography.kinds(city)}
    for area in areas:
        kind, colon, code = area.partition(":")
        if not (colon and code) or kind not in kinds:
            there = ", ".join(sorted(kinds)) or "none"
            raise click.UsageError(f"--area {area!r}: write KIND:CODE; kinds: {there}")
    for code in set(services) - set(catalogue.offers(city.edition_id)):
        click.echo(f"townline: {city.slug} does not offer {code!r} now", err=True)


def _local(moment: datetime | None, city: City) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=city.zone)


def end_of(day: datetime | None, city: City) -> datetime | None:
    """Return the last moment of a day of the city: of two that clocks show alike, the later."""
    return _local(datetime.combine(day, clock.max.replace(fold=1)), city) if day else None
