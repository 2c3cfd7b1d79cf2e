"""The demo city: what the start script makes so that a first look has something to see."""

import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

CITIES = Path(__file__).resolve().parents[3] / "cities"
"""Where the cities' folders lie; its file DEMO names the one that is shown."""


@click.group()
def group() -> None:
    """The demo city: what the start script makes so that a first look has something to see."""


@group.command()
def prepare() -> None:
    """Apply the demo city, its sample of real requests, demo requests and demo logins."""
    prepare_demo(settings.HOME)


def prepare_demo(home: Path) -> None:
    """See to it that the demo stands; what stands already is left alone."""
    from townline.cities import actions as founded
    from townline.cities import queries as cities
    from townline.config import demonstration
    from townline.config.founding import applying
    from townline.config.founding import draft as drafts

    folder = CITIES / (CITIES / "DEMO").read_text().strip()
    if cities.by_slug(folder.name) is None:
        say(f"applying the demo city from {folder.name} …")
        applying.apply(drafts.read(folder), by=demonstration.OPERATOR, at=timezone.now())
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
        demonstration.people(city, now)
        stamp.touch()
    demonstration.present(city, now)
    for login in demonstration.logins(city):
        say(f"demo login: {login.username} / {demonstration.PASSWORD} ({login.what})")


def say(words: str) -> None:
    """Tell whoever started us, on standard error."""
    click.echo(f"townline: {words}", file=sys.stderr)
