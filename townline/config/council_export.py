"""``townline council export``: all of the public record as JSON Lines."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from townline.api import bulk
from townline.cities.rules.city import City
from townline.config.cli import city_named
from townline.council import queries


@click.command("export")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; else where the web server reads them.",
)
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def export(folder: Path | None, slug: str | None, as_json: bool) -> None:
    """
    Write the council's public files, votes, meetings and people as JSON Lines.

    They are made in a folder of their own inside FOLDER, to which its "current" then leads, so that
    whoever reads gets the files of one writing. The worker does this every night.
    """
    city = city_named(slug)
    if not queries.has_council(city):
        raise click.UsageError(
            f"{city.slug} describes no council; its folder needs council/council.toml"
        )
    folder = folder or bulk.folder_of(city)
    try:
        written = bulk.write(city, folder, base=address_of(city), at=timezone.now())
    except OSError as fault:
        raise click.ClickException(f"{folder} cannot be written: {fault.strerror}.") from None
    if as_json:
        click.echo(json.dumps([asdict(each) for each in written]))
        return
    for each in written:
        click.echo(f"{each.name}: {each.rows} rows, {each.bytes} bytes")


def address_of(city: City) -> str:
    """Return the public address of a city, with a slash at its end."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/c/{city.slug}/"
