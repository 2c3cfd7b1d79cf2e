"""Look after the people who work for a city: who they are, what they may do, how they sign in."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config.cli import city_named, operator
from townline.record.verbs import Role
from townline.staff import actions, queries
from townline.staff.queries import people
from townline.staff.verbs import MEMBER_ROLES

REFUSALS = (
    actions.NameTaken, people.NoSuchMember, actions.WrongRoles, actions.LastAdmin,
    actions.IsDisabled, queries.NoSuchDepartment,
)  # fmt: skip
of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
in_departments = click.option(
    "--department", "departments", multiple=True, help="Its code, or * for all; may be repeated."
)
as_roles = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([str(role) for role in MEMBER_ROLES]),
    help="May be repeated.",
)


@click.group()
def group() -> None:
    """Look after the people who work for a city. What is done to whom is kept, and by whom."""


@group.command()
@click.argument("username")
@click.option("--label", required=True, help="How the record names them.")
@in_departments
@as_roles
@click.option("--link", is_flag=True, help="Ask for no password; print a link to choose one by.")
@of_city
def add(
    username: str,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[str, ...],
    link: bool,
    slug: str | None,
) -> None:
    """Give USERNAME a login. The password is asked for, or is the first line of standard input."""
    city = city_named(slug)
    with _refusing():
        actions.add_member(
            city_id=city.id,
            username=username,
            password=None if link else _password(),
            label=label,
            departments=departments,
            roles=tuple(Role(role) for role in roles),
            by=operator(),
            at=timezone.now(),
        )
    click.echo(f"{username} works for {city.slug} now.", err=True)
    if link:
        _print_link(city, username)


@group.command()
@click.argument("username")
@click.option("--label", help="How the record is to name them from now on.")
@in_departments
@as_roles
@as_document
@of_city
def roles(
    username: str,
    label: str | None,
    departments: tuple[str, ...],
    roles: tuple[str, ...],
    as_json: bool,
    slug: str | None,
) -> None:
    """Say what USERNAME is and where they work, or change it: what is given takes the old's place.

    The last administrator of a city stays one.
    """
    city = city_named(slug)
    with _refusing():
        if label or departments or roles:
            actions.change_member(
                city_id=city.id,
                username=username,
                label=label,
                departments=departments or None,
                roles=tuple(Role(role) for role in roles) or None,
                by=operator(),
                at=timezone.now(),
            )
        card = people.named(city.id, username)
    click.echo(json.dumps(_document(card)) if as_json else _line(card))


@group.command("list")
@as_document
@of_city
def list_(as_json: bool, slug: str | None) -> None:
    """List who works or has worked for the city."""
    city = city_named(slug)
    found = people.members(city.id)
    if as_json:
        click.echo(json.dumps({"city": city.slug, "members": [_document(card) for card in found]}))
        return
    for card in found:
        click.echo(_line(card))


@group.command()
@click.argument("username")
@as_document
@of_city
def history(username: str, as_json: bool, slug: str | None) -> None:
    """List what was done to USERNAME, the oldest first."""
    city = city_named(slug)
    with _refusing():
        card = people.named(city.id, username)
    lines = people.history(city.id, card.number)
    if as_json:
        entries = [
            {"seq": x.seq, "verb": x.verb, "at": x.at.isoformat(), "by": x.by, "note": x.note,
             "changed": x.changed}
            for x in lines
        ]  # fmt: skip
        click.echo(json.dumps({"city": city.slug, "username": username, "entries": entries}))
        return
    for x in lines:
        said = "; ".join(f"{n}: {c['from']} → {c['to']}" for n, c in x.changed.items())
        more = "".join(f"  {text}" for text in (said, x.note) if text)
        click.echo(f"{x.at:%Y-%m-%d %H:%M}  {x.says}  by {x.by}{more}")


@group.command()
@click.argument("username")
@click.option("--reason", default="", help="Kept in the history.")
@of_city
def disable(username: str, reason: str, slug: str | None) -> None:
    """Shut USERNAME out at once. What they did stays under their name."""
    city = city_named(slug)
    with _refusing():
        actions.disable_member(
            city_id=city.id, username=username, reason=reason, by=operator(), at=timezone.now()
        )
    click.echo(f"{username} is disabled.", err=True)


@group.command()
@click.argument("username")
@of_city
def enable(username: str, slug: str | None) -> None:
    """Let USERNAME in again, as what they were."""
    city = city_named(slug)
    with _refusing():
        actions.enable_member(city_id=city.id, username=username, by=operator(), at=timezone.now())
    click.echo(f"{username} may sign in again.", err=True)


@group.command()
@click.argument("username")
@click.option("--link", is_flag=True, help="Print a link by which they choose one, once.")
@of_city
def password(username: str, link: bool, slug: str | None) -> None:
    """Give USERNAME another password: asked for, or the first line of standard input."""
    city = city_named(slug)
    if link:
        _print_link(city, username)
        return
    with _refusing():
        actions.set_password(
            city_id=city.id, username=username, password=_password(), by=operator(),
            at=timezone.now(),
        )  # fmt: skip
    click.echo(f"{username} has another password; their open pages are signed out.", err=True)


@contextmanager
def _refusing() -> Iterator[None]:
    """Say what was refused in a sentence."""
    try:
        yield
    except ValidationError as fault:
        raise click.ClickException(" ".join(fault.messages)) from fault
    except REFUSALS as fault:
        raise click.ClickException(str(fault)) from fault


def _print_link(city: City, username: str) -> None:
    with _refusing():
        secret = actions.make_link(
            city_id=city.id, username=username, by=operator(), at=timezone.now()
        )
    click.echo(f"{settings.PUBLIC_URL}/c/{city.slug}/desk/welcome/{secret}/")
    days = actions.LINK_LASTS.days
    click.echo(f"For {username} alone: it works once, within {days} days.", err=True)


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\n")


def _line(card: people.MemberCard) -> str:
    gone = f"  disabled {card.disabled_at:%Y-%m-%d}" if card.disabled_at else ""
    where, what = ", ".join(card.departments), ", ".join(card.roles)
    return f"{card.username}  {card.label}  {what}  in {where or 'no department'}{gone}"


def _document(card: people.MemberCard) -> dict[str, Any]:
    return {
        "number": card.number,
        "username": card.username,
        "label": card.label,
        "departments": card.departments,
        "roles": card.roles,
        "demo": card.demo,
        "added_at": card.added_at.isoformat(),
        "disabled_at": card.disabled_at.isoformat() if card.disabled_at else None,
    }
