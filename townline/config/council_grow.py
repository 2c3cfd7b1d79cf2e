"""``townline council grow``: synthetic files out of the real ones, to measure with."""

import json
import sys

import click
from django.utils import timezone

from townline.config.cli import city_named


@click.command()
@click.option("--files", type=click.IntRange(0), required=True, help="How many there shall be.")
@click.option(
    "--seed", type=click.IntRange(0), default=311, show_default=True, help="Decides all chances."
)
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def grow(files: int, seed: int, slug: str | None, as_json: bool) -> None:
    """Make synthetic files out of the city's imported ones, until there are so many.

    Rounds of real files are drawn again, on other days, by other committees. Each file is marked as
    synthetic, in its title and record too. What is there is left alone: the same command again
    changes nothing. Only a demo city can be grown.
    """
    from townline.config import growing_council
    from townline.config.growing import NotHere

    city = city_named(slug)
    with click.progressbar(length=files, label="Synthetic files", file=sys.stderr) as bar:
        try:
            grown = growing_council.grow(
                city=city, files=files, seed=seed, at=timezone.now(), progress=bar.update
            )
        except NotHere as fault:
            raise click.UsageError(str(fault)) from None
    if as_json:
        click.echo(json.dumps({"city": city.slug, "seed": seed, **grown.as_json()}))
    else:
        click.echo(f"{grown.there + grown.new} synthetic files: {grown.new} new")
