"""What reporters said after the end: whether it is fixed, and how well it went."""

import json
from datetime import datetime

import click
import msgspec

from townline.config.cli import city_named
from townline.requests import queries


@click.command()
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Count what was said from this day on; else all.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def group(slug: str | None, since: datetime | None, as_json: bool) -> None:
    """Count by service what reporters said of requests that were closed."""
    city = city_named(slug)
    found = queries.satisfaction(city, since=since.replace(tzinfo=city.zone) if since else None)
    if as_json:
        click.echo(json.dumps({"city": city.slug, "services": msgspec.to_builtins(found)}))
        return
    if not found:
        click.echo(f"{city.slug}: nobody has said anything yet")
    for one in found:
        mean = "–" if one.mean is None else f"{one.mean:.1f}"
        click.echo(
            f"{one.service_code:30} fixed {one.fixed}, not fixed {one.not_fixed}; "
            f"{one.ratings} ratings, {mean} of 5 in the mean"
        )
