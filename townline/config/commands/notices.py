"""See what is owed to residents, with its fate, and send what waits."""

import json
from datetime import datetime
from typing import Any

import click
import msgspec
from django.utils import timezone

from townline.channels import delivery
from townline.cities.rules.city import City
from townline.config.cli import city_named
from townline.contacts import queries
from townline.contacts.queries import Told
from townline.contacts.rules.reach import MEDIA

PAGE = 200


@click.group()
def group() -> None:
    """See what is owed to residents, with its fate, and send what waits."""


@group.command("list")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
@click.option("--state", type=click.Choice(queries.STATES), help="Only those that stand so.")
@click.option("--number", help="Only those about this request.")
@click.option("--medium", type=click.Choice(MEDIA), help="Only those by this medium.")
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--addresses", is_flag=True, help="Show addresses whole, and what servers said.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(
    slug: str | None,
    state: str | None,
    number: str | None,
    medium: str | None,
    most: int,
    addresses: bool,
    as_json: bool,
) -> None:
    """List notices, the newest first. Addresses are masked unless they are asked for."""
    city = city_named(slug)
    found: list[Told] = []
    while len(found) < most:
        page = queries.notices(
            city.id, state=state or "", number=number or "", medium=medium or "",
            before=found[-1].id if found else None, most=min(PAGE, most - len(found)),
            open_=addresses,
        )  # fmt: skip
        found += page
        if not page:
            break
    if as_json:
        click.echo(json.dumps({"city": city.slug, "notices": [_plain(told) for told in found]}))
        return
    for told in found:
        click.echo(_line(city, told))
    if not found:
        click.echo("there are no such notices")


@group.command()
@click.option("--city", "slug", help="With --id: the city's folder name, else the first city.")
@click.option("--id", "notice_id", type=click.IntRange(1), help="Send this one, and at once.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def send(slug: str | None, notice_id: int | None, as_json: bool) -> None:
    """Send what waits, as the worker does each ten seconds.

    Exits 1 if some of it did not go out, or if the one notice that is asked for cannot go.
    """
    at = timezone.now()
    before = queries.owing()
    if notice_id is not None:
        city_named(slug)
        taken = delivery.deliver(at=at, most=1, only=notice_id)
    else:
        taken = 0
        while batch := delivery.deliver(at=at):
            taken += batch
    after = queries.owing()
    failed = after.given_up - before.given_up
    waiting = after.waiting
    out = max(0, before.waiting - after.waiting - failed)
    if as_json:
        click.echo(json.dumps({"taken": taken, "sent": out, "waiting": waiting, "failed": failed}))
    else:
        click.echo(f"{taken} taken, {out} sent, {waiting} still waiting, {failed} given up")
    if out < taken or (notice_id is not None and not taken):
        raise SystemExit(1)


def _plain(told: Told) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(told)
    return {name: value for name, value in plain.items() if name != "contact_id"}


def _line(city: City, told: Told) -> str:
    def local(at: datetime | None) -> str:
        return f"{at.astimezone(city.zone):%Y-%m-%d %H:%M}" if at else ""

    parts = [
        f"{told.id:>8}", local(told.owed_at), f"{told.medium:5}", f"{told.state:10}",
        f"{told.template:12}", told.number, told.to, told.why, told.fault,
    ]  # fmt: skip
    return "  ".join(part for part in parts if part)
