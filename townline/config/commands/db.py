"""Prepare the database, or say how it stands."""

import json
import sys

import click

from townline.config import command


@click.group()
def group() -> None:
    """Prepare the database, or say how it stands."""


@group.command()
def prepare() -> None:
    """Migrate the database and grant the application its rights, as the owner.

    Running it again changes nothing. Takes the owner from DATABASE_URL, else the embedded
    PostgreSQL.
    """
    command.set_up(as_owner=True)
    from django.conf import settings

    from townline.config import preparing

    preparing.prepare(settings.HOME)


@group.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def status(as_json: bool) -> None:
    """Say whether the database is there, migrated and ready. Exits 1 where it is not."""
    command.set_up()
    from townline.config import health

    found = health.look()
    if as_json:
        click.echo(json.dumps(found))
    else:
        for key, value in found.items():
            click.echo(f"{key.replace('_', ' ')}: {value}")
    sys.exit(0 if found["database"] == "ok" and not found["migrations_missing"] else 1)


@group.command()
@click.option("--owner", is_flag=True, help="The owner's address, not the application's.")
@click.option("--password", is_flag=True, help="Print it with its password.")
def url(owner: bool, password: bool) -> None:
    """Print the address of the database, for psql and the like."""
    from townline.config import database, home

    folder = home.folder()
    found = database.owner_url(folder) if owner else database.application_url(folder)
    click.echo(found if password else database.shown(found))


@group.command()
def stop() -> None:
    """Wait until the embedded PostgreSQL has stopped, which it does after its last user."""
    from townline.config import home, postgres

    postgres.wait_until_stopped(home.folder())
