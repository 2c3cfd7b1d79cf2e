"""Stop taking a service for a while, take it again, or list what is not taken."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from django.utils import timezone

from townline.catalogue import actions, queries
from townline.catalogue.queries import Standing
from townline.catalogue.rules.offers import Suspension
from townline.cities.rules.city import words_in
from townline.config import cli

DAY = click.DateTime(["%Y-%m-%d"])
IN_LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]+)*)=(.*)", re.DOTALL)
of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def group() -> None:
    """Stop taking a service for a while, take it again, or list what is not taken."""


@group.command()
@click.argument("code")
@of_city
@click.option("--area", "areas", multiple=True, metavar="KEY", help="As kind:code; else all areas.")
@click.option("--from", "since", type=DAY, help="The first day, as 2026-03-31; else today.")
@click.option("--until", type=DAY, help="The last day; else until it is resumed.")
@click.option(
    "--notice",
    "notices",
    multiple=True,
    required=True,
    metavar="TEXT",
    help="What residents read; once for each language, as es=TEXT.",
)
@as_document
def suspend(
    code: str,
    slug: str | None,
    areas: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    notices: tuple[str, ...],
    as_json: bool,
) -> None:
    """Stop taking the service CODE, in some areas or all, and print the suspension's number.

    It stands until its last day, or until `townline service resume`; a new edition changes
    nothing about it.
    """
    city, now = cli.city_named(slug), timezone.now()
    today = now.astimezone(city.zone).date()
    first, last = since.date() if since else today, until.date() if until else None
    if last and last < today:
        raise click.UsageError(f"--until {last} is over: it is {today} in {city.name}.")
    suspension = Suspension(
        service_code=cli.known_services(city, [code])[0],
        areas=cli.known_areas(city, areas, first),
        since=first,
        until=last,
        notice=notice_of(notices, city.languages),
    )
    try:
        number = actions.suspend(city_id=city.id, suspension=suspension, by=cli.operator(), at=now)
    except actions.EndsBeforeItBegins as fault:
        raise click.UsageError(str(fault)) from fault
    document = {"city": city.slug, "suspension": number, "service": code}
    click.echo(json.dumps(document) if as_json else number)


@group.command()
@click.argument("number", type=click.IntRange(1))
@of_city
def resume(number: int, slug: str | None) -> None:
    """End the suspension NUMBER, as `townline service list` names it. Exits 1 where none stands."""
    city, now = cli.city_named(slug), timezone.now()
    standing = queries.standing(city.id, now.astimezone(city.zone).date())
    found = next((each for each in standing if each.id == number), None)
    if found is None:
        raise click.ClickException(f"{city.slug} has no standing suspension {number}.")
    try:
        actions.resume(suspension_id=number, by=cli.operator(), at=now)
    except actions.NothingToResume as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{found.suspension.service_code} is taken again.", err=True)
    if found.by_folder:
        click.echo("The folder suspends it: the next edition will again, unless changed.", err=True)


@group.command("list")
@as_document
@of_city
def list_(as_json: bool, slug: str | None) -> None:
    """List what the city does not take today or later, and until when."""
    city = cli.city_named(slug)
    found = queries.standing(city.id, timezone.now().astimezone(city.zone).date())
    if as_json:
        document = {"city": city.slug, "suspensions": [_document(each) for each in found]}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for each in found:
        click.echo(_line(each, city.languages[0]))
    if not found:
        click.echo(f"{city.name} takes all its services.", err=True)


def notice_of(given: Sequence[str], languages: Sequence[str]) -> Mapping[str, str]:
    """
    Return the notice by language; a text without a language is in the city's first.

    :raises click.UsageError: if a language is not the city's, comes twice, or the first is missing
    """
    words: dict[str, str] = {}
    for text in given:
        found = IN_LANGUAGE.fullmatch(text)
        language, said = found.groups() if found else (languages[0], text)
        if language not in languages:
            listed = ", ".join(languages)
            raise click.UsageError(f"--notice is in {language!r}; the city's are: {listed}.")
        if language in words:
            raise click.UsageError(f"--notice is given twice in {language!r}.")
        if not said.strip():
            raise click.UsageError(f"--notice says nothing in {language!r}.")
        words[language] = said.strip()
    if languages[0] not in words:
        raise click.UsageError(f"--notice is not given in {languages[0]!r}, the city's first.")
    return words


def _document(standing: Standing) -> dict[str, Any]:
    suspension = standing.suspension
    return {
        "suspension": standing.id,
        "service": suspension.service_code,
        "areas": list(suspension.areas),
        "since": suspension.since.isoformat() if suspension.since else None,
        "until": suspension.until.isoformat() if suspension.until else None,
        "notice": dict(suspension.notice),
        "by_folder": standing.by_folder,
        "made_at": standing.made_at.isoformat(),
        "made_by": standing.made_by,
    }


def _line(standing: Standing, language: str) -> str:
    suspension = standing.suspension
    where = ", ".join(suspension.areas) or "everywhere"
    since = f"from {suspension.since} " if suspension.since else ""
    until = f"until {suspension.until}" if suspension.until else "until resumed"
    whose = "the folder" if standing.by_folder else standing.made_by
    said = words_in(suspension.notice, language)
    return (
        f"{standing.id}  {suspension.service_code}  {where}  {since}{until}  by {whose}\n    {said}"
    )
