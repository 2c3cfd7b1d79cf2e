"""Delete what identifies the reporter of a request, as they asked."""

import click
from django.utils import timezone

from townline.config.cli import city_named, operator
from townline.requests.actions import own
from townline.requests.actions.change import NoSuchRequest
from townline.requests.rules import numbering
from townline.requests.rules.submission import Unfit


@click.command()
@click.argument("number")
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def group(number: str, slug: str | None, yes: bool) -> None:
    """Delete name, addresses, accounts and passkeys of whoever made request NUMBER.

    The request and its record stay, with an entry that says so; messages still owed are given up.
    Exits 1 where there is no such request or nothing is kept. It cannot be undone.
    """
    city = city_named(slug)
    try:
        plain = numbering.read(number)
    except ValueError:
        raise click.ClickException(f"{number} is no request number") from None
    if not yes:
        click.confirm(f"Delete the contact details of {plain} for good?", abort=True)
    try:
        own.forget(city=city, number=plain, by=operator(), at=timezone.now(), passkeys=True)
    except NoSuchRequest:
        raise click.ClickException(f"{city.slug} has no request {plain}") from None
    except Unfit as fault:
        raise click.ClickException(fault.says) from None
    click.echo(f"{plain}: contact details deleted, and entered in its record")
