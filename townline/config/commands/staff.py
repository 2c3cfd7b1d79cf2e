"""Add, list and disable the people who work for a city."""

import json
import sys

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from townline.config.cli import city_named
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions, queries
from townline.staff.verbs import MEMBER_ROLES

REFUSALS = (actions.NameTaken, actions.NoSuchMember, actions.WrongRoles, queries.NoSuchDepartment)
of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")


@click.group()
def group() -> None:
    """Add, list and disable the people who work for a city."""


@group.command()
@click.argument("username")
@click.option("--label", required=True, help="How the record names them.")
@click.option(
    "--department", "departments", multiple=True, help="Its code, or * for all; may be repeated."
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([str(role) for role in MEMBER_ROLES]),
    help="May be repeated.",
)
@of_city
def add(
    username: str,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[str, ...],
    slug: str | None,
) -> None:
    """Give USERNAME a login. The password is asked for, or is the first line of standard input."""
    city = city_named(slug)
    try:
        actions.add_member(
            city_id=city.id,
            username=username,
            password=_password(),
            label=label,
            departments=departments,
            roles=tuple(Role(role) for role in roles),
            by=SYSTEM,
            at=timezone.now(),
        )
    except ValidationError as fault:
        raise click.ClickException(" ".join(fault.messages)) from fault
    except REFUSALS as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{username} may sign in to {city.slug}.", err=True)


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@of_city
def list_(as_json: bool, slug: str | None) -> None:
    """List who works or has worked for the city."""
    city = city_named(slug)
    found = queries.members(city.id)
    if as_json:
        click.echo(json.dumps({"city": city.slug, "members": [_document(card) for card in found]}))
        return
    for card in found:
        gone = f"  disabled {card.disabled_at:%Y-%m-%d}" if card.disabled_at else ""
        where, what = ", ".join(card.departments), ", ".join(card.roles)
        click.echo(f"{card.username}  {card.label}  {what}  in {where or 'no department'}{gone}")


@group.command()
@click.argument("username")
@of_city
def disable(username: str, slug: str | None) -> None:
    """Shut USERNAME out at once. What they did stays under their name."""
    city = city_named(slug)
    try:
        actions.disable_member(city_id=city.id, username=username, by=SYSTEM, at=timezone.now())
    except REFUSALS as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{username} is disabled.", err=True)


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\n")


def _document(card: queries.MemberCard) -> dict[str, object]:
    return {
        "username": card.username,
        "label": card.label,
        "departments": card.departments,
        "roles": card.roles,
        "demo": card.demo,
        "added_at": card.added_at.isoformat(),
        "disabled_at": card.disabled_at.isoformat() if card.disabled_at else None,
    }
