"""Publish what the city tells for a while, end it, or list what it told."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from townline.cities.rules.city import City
from townline.config import cli
from townline.config.bulletin_files import Unreadable, read, texts_of
from townline.knowledge import actions, queries
from townline.knowledge.queries import Kept
from townline.knowledge.rules.bulletins import IMPORTANCES, Message, Unsayable

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"])
of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def group() -> None:
    """Publish what the city tells for a while, end it, or list what it told."""


@group.command()
@of_city
@click.option(
    "--file", "file", type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file that says everything; the options below go before it.",
)  # fmt: skip
@click.option(
    "--title", "titles", multiple=True, metavar="TEXT", help="Once for each language, as es=TEXT."
)
@click.option(
    "--body", "bodies", multiple=True, metavar="TEXT", help="Once for each language, as es=TEXT."
)
@click.option(
    "--text", "pages", multiple=True, metavar="FILE",
    help="A Markdown file of title and body, once for each language, as es=FILE.",
)  # fmt: skip
@click.option("--area", "areas", multiple=True, metavar="KEY", help="As kind:code; else all areas.")
@click.option("--service", "services", multiple=True, metavar="CODE", help="Which it is about.")
@click.option("--importance", type=click.Choice(IMPORTANCES), help="Else notice.")
@click.option("--from", "since", type=MOMENT, help="As 2026-03-31T09:00; else now.")
@click.option("--until", type=MOMENT, help="As 2026-03-31T18:00; a day alone means its end.")
@click.option("--replaces", default="", metavar="NUMBER", help="Which bulletin it takes over from.")
@as_document
def publish(
    slug: str | None, file: Path | None, replaces: str, as_json: bool, **given: Any
) -> None:
    """Tell residents and staff something, and print the bulletin's number.

    Times are the city's own. It is shown at once where it concerns somebody, in the reader's
    language as far as there is a text in it, and goes away by itself.
    """
    city, now = cli.city_named(slug), timezone.now()
    try:
        message = _message(city, file, now, **given)
        number = actions.publish(
            city=city, message=message, replaces=replaces, by=cli.operator(), at=now
        )
    except (Unreadable, Unsayable) as fault:
        raise click.UsageError(str(fault)) from fault
    except actions.NothingToEnd as fault:
        raise click.ClickException(str(fault)) from fault
    missing = [language for language in city.languages if language not in message.texts]
    if missing:
        click.echo(f"Not translated: {', '.join(missing)}.", err=True)
    document = {"city": city.slug, "bulletin": number, "not_translated": missing}
    click.echo(json.dumps(document) if as_json else number)


@group.command()
@click.argument("number")
@of_city
@as_document
def end(number: str, slug: str | None, as_json: bool) -> None:
    """Take the bulletin NUMBER away. Exits 1 where none of that number stands."""
    city = cli.city_named(slug)
    try:
        actions.end(city=city, number=number, by=cli.operator(), at=timezone.now())
    except actions.NothingToEnd as fault:
        raise click.ClickException(str(fault)) from fault
    if as_json:
        click.echo(json.dumps({"city": city.slug, "bulletin": number, "ended": True}))
    else:
        click.echo(f"{number} is no longer shown.", err=True)


@group.command("list")
@click.option("--all", "past", is_flag=True, help="Those that are over as well.")
@of_city
@as_document
def list_(past: bool, slug: str | None, as_json: bool) -> None:
    """List the bulletins that stand or are to come; with --all, also those that are over."""
    city, now = cli.city_named(slug), timezone.now()
    found = [
        each for each in queries.every(city) if past or each.state(now) in ("standing", "coming")
    ]
    if as_json:
        document = {"city": city.slug, "bulletins": [_document(each, now) for each in found]}
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for each in found:
        click.echo(_line(each, city, now))
    if not found:
        click.echo(f"{city.name} tells nothing just now.", err=True)


def _message(
    city: City,
    file: Path | None,
    now: datetime,
    *,
    titles: tuple[str, ...],
    bodies: tuple[str, ...],
    pages: tuple[str, ...],
    areas: tuple[str, ...],
    services: tuple[str, ...],
    importance: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Message:
    told = read(file, city.zone) if file else {}
    texts = {**told.get("texts", {}), **texts_of(titles, bodies, pages, city.languages)}
    starts = since.replace(tzinfo=city.zone) if since else told.get("starts_at", now)
    expires = _end_of(until, city) if until else told.get("expires_at")
    if not expires:
        raise click.UsageError("Say with --until how long it stands.")
    if since is None and starts < now:
        starts = now
    return Message(
        texts={
            language: texts[language] for language in (*city.languages, *texts) if language in texts
        },
        starts_at=starts,
        expires_at=expires,
        areas=cli.known_areas(city, areas or told.get("areas", ()), starts.date()),
        services=cli.known_services(city, services or told.get("services", ())),
        importance=importance or told.get("importance", IMPORTANCES[0]),
    )


def _end_of(until: datetime, city: City) -> datetime:
    """Return the moment that is meant: of a day alone, the midnight after it."""
    local = until.replace(tzinfo=city.zone)
    whole_day = (until.hour, until.minute) == (0, 0)
    return local + timedelta(days=1) if whole_day else local


def _document(kept: Kept, at: datetime) -> dict[str, Any]:
    message = kept.message
    return {
        "bulletin": kept.number,
        "state": kept.state(at),
        "importance": message.importance,
        "texts": {
            language: {"title": text.title, "body": text.body}
            for language, text in message.texts.items()
        },
        "areas": list(message.areas),
        "services": list(message.services),
        "starts_at": message.starts_at.isoformat(),
        "expires_at": message.expires_at.isoformat(),
        "ended_at": kept.ended_at.isoformat() if kept.ended_at else None,
        "replaces": kept.replaces or None,
        "replaced_by": kept.replaced_by or None,
    }


def _line(kept: Kept, city: City, at: datetime) -> str:
    message = kept.message
    where = ", ".join(message.areas) or "everywhere"
    about = f"  {', '.join(message.services)}" if message.services else ""
    until = message.expires_at.astimezone(city.zone)
    _language, text = message.text_in(city.languages[0])
    return (
        f"{kept.number}  {kept.state(at)}  {message.importance}  {where}{about}"
        f"  until {until:%Y-%m-%d %H:%M}\n    {text.title}"
    )
