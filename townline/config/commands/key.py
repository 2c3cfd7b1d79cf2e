"""Make, list and revoke the keys by which programs speak to a city."""

import json

import click
from django.utils import timezone

from townline.config.cli import city_named
from townline.record.verbs import SYSTEM
from townline.staff import actions, queries
from townline.staff.rules.scopes import SCOPES

PER_MINUTE = 60
of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def group() -> None:
    """Make, list and revoke the keys by which programs speak to a city."""


@group.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(list(SCOPES)),
    default=["requests:write"],
    show_default=True,
    help="What the program may do; may be repeated.",
)
@click.option(
    "--per-minute", type=click.IntRange(1), default=PER_MINUTE, show_default=True, help="Its limit."
)
@as_document
@of_city
def add(
    name: str, scopes: tuple[str, ...], per_minute: int, as_json: bool, slug: str | None
) -> None:
    """Make a key for the program NAME and print it: this once, since only its hash is kept."""
    city = city_named(slug)
    try:
        key = actions.add_key(
            city_id=city.id,
            name=name,
            scopes=scopes,
            limit_per_minute=per_minute,
            by=SYSTEM,
            at=timezone.now(),
        )
    except actions.KeyNameTaken as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(json.dumps({"city": city.slug, "name": name, "key": key}) if as_json else key)


@group.command("list")
@as_document
@of_city
def list_(as_json: bool, slug: str | None) -> None:
    """List the city's keys, revoked ones too; never the keys themselves."""
    city = city_named(slug)
    found = queries.keys(city.id)
    if as_json:
        click.echo(json.dumps({"city": city.slug, "keys": [_document(card) for card in found]}))
        return
    for card in found:
        gone = f"  revoked {card.revoked_at:%Y-%m-%d}" if card.revoked_at else ""
        scopes = ", ".join(card.scopes)
        click.echo(f"{card.prefix}…  {card.name}  {scopes}  {card.limit_per_minute}/minute{gone}")


@group.command()
@click.argument("name")
@click.option("--notice", default="", help="What a program is told that still comes with it.")
@of_city
def revoke(name: str, notice: str, slug: str | None) -> None:
    """End the key of the program NAME, within seconds and for good."""
    city = city_named(slug)
    try:
        actions.revoke_key(city_id=city.id, name=name, notice=notice, by=SYSTEM, at=timezone.now())
    except actions.NoSuchKey as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"The key {name} is revoked.", err=True)


def _document(card: queries.KeyCard) -> dict[str, object]:
    return {
        "name": card.name,
        "prefix": card.prefix,
        "scopes": card.scopes,
        "limit_per_minute": card.limit_per_minute,
        "demo": card.demo,
        "created_at": card.created_at.isoformat(),
        "revoked_at": card.revoked_at.isoformat() if card.revoked_at else None,
        "revoked_notice": card.revoked_notice,
    }
