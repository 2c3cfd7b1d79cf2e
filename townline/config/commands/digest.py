"""Show the daily digest of a department, as it would be sent now."""

import json
from typing import Any

import click
from django.utils import timezone
from django.utils.formats import date_format

from townline.config import cli
from townline.founding.rules.faults import nearest
from townline.requests import queries
from townline.requests.queries import DigestShown
from townline.requests.rules.worklists import COUNTS_TO
from townline.staff import queries as staff

WORDS = {
    "late": "late",
    "due_today": "due today",
    "unassigned": "nobody has it",
    "dormant": "no news for two weeks",
    "escalated": "escalated",
    "reopened": "opened again",
}


@click.group()
def group() -> None:
    """Show the daily digest of a department, as it would be sent now."""


@group.command()
@click.option("--department", required=True, metavar="CODE", help="Whose digest.")
@click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show(department: str, slug: str | None, as_json: bool) -> None:
    """Print how a department stands: counts, and the ten requests that wait the longest.

    It names nobody who reported anything. Exits 2 where there is no such department.
    """
    city, now = cli.city_named(slug), timezone.now()
    known = staff.departments(city.edition_id)
    if department not in known:
        remedy = nearest(department, known)
        raise click.UsageError(f"There is no department {department!r}. {remedy}")
    found = queries.digest(city, department, language=city.languages[0], at=now)
    if as_json:
        click.echo(json.dumps(_document(city.slug, found), ensure_ascii=False))
        return
    click.echo(f"{found.department_name}, {found.on.isoformat()}")
    for name, number in found.counts.items():
        said = f"{COUNTS_TO}+" if number > COUNTS_TO else str(number)
        click.echo(f"  {said:>6}  {WORDS[name]}")
    for one in found.worst:
        due = date_format(one.due_at.astimezone(city.zone), "Y-m-d H:i")
        late = "was due" if one.late else "due"
        click.echo(f"  {one.number}  {one.service_name}, {late} {due}, {one.who or 'nobody'}")


def _document(slug: str, found: DigestShown) -> dict[str, Any]:
    return {
        "city": slug,
        "department": found.department,
        "name": found.department_name,
        "on": found.on.isoformat(),
        "since": found.since.isoformat(),
        "counts": dict(found.counts),
        "counted_to": COUNTS_TO,
        "worst": [
            {
                "number": one.number, "service": one.service_name, "address": one.address,
                "due_at": one.due_at.isoformat(), "late": one.late, "who": one.who,
            }
            for one in found.worst
        ],
    }  # fmt: skip
