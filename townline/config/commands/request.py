"""Look at one service request."""

import json
from datetime import date, datetime
from typing import Any

import click
import msgspec
from django.utils import timezone

from townline.config.cli import city_named
from townline.record.verbs import Actor, Role
from townline.requests import queries
from townline.requests.rules import numbering

OPERATOR = Actor(
    kind="staff", label="command line", roles=frozenset({Role.ADMIN}), departments=frozenset({"*"})
)


@click.group()
def group() -> None:
    """Look at one service request."""


@group.command()
@click.argument("number")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(number: str, slug: str | None, as_json: bool) -> None:
    """Show request NUMBER with its whole record. Exits 1 where there is none."""
    city = city_named(slug)
    try:
        read = numbering.read(number)
        found = queries.by_staff(
            city, read, OPERATOR, language=city.languages[0], at=timezone.now()
        )
    except numbering.Mistyped:
        raise click.ClickException(
            f"check {number}: its last digit does not fit the others"
        ) from None
    except (queries.NoSuchRequest, ValueError):
        raise click.ClickException(f"{city.slug} has no request {number}") from None
    if as_json:
        click.echo(json.dumps(_document(found), default=_plain))
        return
    click.echo(f"{found.number}  {found.service_name}  {found.status}")
    click.echo(f"department: {found.department_name}")
    click.echo(
        f"due: {found.due_at.astimezone(city.zone):%Y-%m-%d %H:%M %Z}"
        if found.due_at
        else "due: no promise"
    )
    for line in found.lines:
        click.echo(f"  {line.seq:>3}  {line.at.astimezone(city.zone):%Y-%m-%d %H:%M}  {line.says}")


def _document(found: queries.RequestShown) -> dict[str, Any]:
    whole = msgspec.to_builtins(found, builtin_types=(datetime, date))
    lines = whole.pop("lines")
    for private in ("id", "contact_id", "edition_id"):
        whole.pop(private)
    return {**whole, "entries": lines}


def _plain(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)
