"""Learn from the record how long requests take, and show what was learned."""

import json

import click
import msgspec
from django.utils import timezone

from townline.config.cli import city_named, operator
from townline.requests import queries
from townline.requests.actions import learn as learning

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def group() -> None:
    """Learn from the record how long requests take, and show what was learned."""


@group.command()
@of_city
@click.option(
    "--synthetic",
    is_flag=True,
    help="Count synthetic requests too: for measuring, never for residents.",
)
@as_document
def learn(slug: str | None, synthetic: bool, as_json: bool) -> None:
    """Reckon how many days requests took, by service and area; the worker does so every night."""
    city = city_named(slug)
    began = timezone.now()
    origins = (*learning.REAL, "synthetic") if synthetic else learning.REAL
    learned = learning.learn_expected(city=city, by=operator(), at=began, origins=origins)
    took_s = (timezone.now() - began).total_seconds()
    if as_json:
        counts = msgspec.to_builtins(learned)
        click.echo(json.dumps({"city": city.slug, **counts, "seconds": round(took_s, 3)}))
        return
    click.echo(
        f"{city.slug}: {learned.services} services, with {learned.areas} pairs of a service and an "
        f"area; {learned.too_few} services have too few finished requests to say anything"
    )


@group.command()
@click.argument("service")
@of_city
@as_document
def show(service: str, slug: str | None, as_json: bool) -> None:
    """Show how long requests of SERVICE take, in the city and its areas. Exits 1 if none is known.

    The days are those after which one in ten, half, and nine in ten were finished.
    """
    city = city_named(slug)
    found = [expected for code, expected in queries.expectations(city) if code == service]
    if not found:
        raise click.ClickException(f"{city.slug} knows nothing of how long {service!r} takes")
    if as_json:
        click.echo(msgspec.json.encode({"city": city.slug, "expected": found}).decode())
        return
    for one in found:
        days = f"{one.low:6.1f} {one.half:6.1f} {one.high:6.1f} days"
        click.echo(f"{one.area or 'whole city':40} {days}  of {one.count} requests")
