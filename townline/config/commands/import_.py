"""Take in past requests from open data."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named
from townline.requests.rules.imported import Scheme

if TYPE_CHECKING:
    from townline.config.importing import Outcome, Rejects

POINTS = {"areas_agree": "their point", "located_areas_agree": "the point of their address"}


@click.group()
def group() -> None:
    """Take in past requests from open data."""


@group.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--city", "slug", required=True, help="The city's folder name.")
@click.option("--mapping", required=True, help="A mapping in the city's folder, without .toml.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to keep rejected rows.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def requests(
    files: tuple[Path, ...], slug: str, mapping: str, rejects: Path | None, as_json: bool
) -> None:
    """Import service requests from CSV FILES, plain or gzipped.

    A row is rejected only without number, creation time or known service. Numbers that are there
    already are left as they are, so that running it twice changes nothing.
    """
    from townline.config import importing, statistics

    city = city_named(slug)
    try:
        scheme = importing.scheme(city, mapping)
        with closing(_rejects(rejects)) as keeper:
            found = [_take_in(path, city, scheme, keeper) for path in files]
    except importing.BadMapping as fault:
        raise click.UsageError(str(fault)) from None
    if sum(one.new for one in found) >= statistics.MUCH:
        _refresh()
    if as_json:
        told = {"city": slug, "mapping": mapping, "files": [f.as_json() for f in found]}
        click.echo(json.dumps(told))
        return
    for one in found:
        for line in _lines(one):
            click.echo(line)


def _rejects(path: Path | None) -> "Rejects":
    """Open the file of rejects, once all else is known to be in order: it loses what it held."""
    from townline.config import importing

    try:
        return importing.Rejects(path)
    except OSError as fault:
        raise click.UsageError(f"--rejects {path} cannot be written: {fault.strerror}") from None


def _refresh() -> None:
    """Let pages be quick at once; where we may not, say so."""
    from townline.config import statistics
    from townline.config.database import NoDatabase

    click.echo("townline: counting the tables anew …", err=True)
    try:
        statistics.refresh()
    except NoDatabase:
        click.echo(
            "townline: the owner of the database is not known here; pages may be slow until"
            " PostgreSQL has counted for itself, or its owner runs: VACUUM (ANALYZE)",
            err=True,
        )


def _take_in(path: Path, city: City, scheme: Scheme, keeper: "Rejects") -> "Outcome":
    """Import one file with a bar that follows the bytes read."""
    from townline.config import importing

    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        return importing.take_in(
            path,
            city=city,
            scheme=scheme,
            rejects=keeper,
            at=timezone.now(),
            progress=lambda read: bar.update(read - bar.pos),
        )


def _lines(one: "Outcome") -> Iterator[str]:
    figures = one.as_json()
    yield (
        f"{one.file}: {one.rows} rows, {one.new} new, {one.known} already there,"
        f" {figures['rows_rejected']} rejected, {figures['rows_per_s']} rows/s"
    )
    for why, count in one.rejected.items():
        yield f"  rejected: {why} {count}"
    for flag, count in one.flagged.items():
        yield f"  kept and flagged: {flag} {count}"
    if one.located:
        yield f"  located by address: {one.located}"
    for key, point in POINTS.items():
        for kind, counts in figures[key].items():
            agree, compared = counts["agree"], counts["compared"]
            yield f"  {kind}: {agree} of {compared} rows name an area that {point} lies in"
