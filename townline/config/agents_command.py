"""``townline contacts agents``: members of staff who answer contacts."""

import json
from typing import Any

import click
from django.utils import timezone

from townline.config import answering_staff
from townline.config.cli import city_named, operator
from townline.contacts import queries
from townline.contacts.rules.answering import MOST_TEXTS, UnfitAgent
from townline.contacts.rules.course import NotNow

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def agents() -> None:
    """Members of staff who answer contacts: list them, say where and what each answers."""


@agents.command("list")
@of_city
@as_document
def list_(slug: str | None, as_json: bool) -> None:
    """List the members of staff who answer contacts, by name, with where and what they answer."""
    city = city_named(slug)
    found = [answering_staff.as_document(city, a) for a in queries.agents_of_staff(city.id)]
    if as_json:
        click.echo(json.dumps({"city": city.slug, "agents": found}))
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        click.echo("nobody answers contacts yet: townline contacts agents put USERNAME", err=True)


@agents.command()
@click.argument("username")
@click.option("--centre", metavar="CODE", help="Where they answer; else the first centre.")
@click.option("--queue", "queues", multiple=True, metavar="CODE",
              help="What they are offered; may be repeated. Else all, when new.")  # fmt: skip
@click.option("--language", "languages", multiple=True, metavar="CODE",
              help="What they speak; may be repeated. Else the city's first.")  # fmt: skip
@click.option("--skill", "skills", multiple=True, metavar="CODE", help="May be repeated.")
@click.option("--reserved", metavar="CODE", help="The language that they are kept free for.")
@click.option("--texts", "text_most", type=click.IntRange(1, MOST_TEXTS),
              help="How many written contacts they have at once.")  # fmt: skip
@of_city
@as_document
def put(username: str, slug: str | None, as_json: bool, **said: Any) -> None:
    """Let USERNAME answer contacts, or change where and what they answer.

    What is not named stays as it is. Exits 1 if nobody of that name has the role to answer, or
    has contacts in hand at another centre, and 2 if the city has no such centre, queue or skill.
    """
    city = city_named(slug)
    try:
        found = answering_staff.put(city, username, said, by=operator(), at=timezone.now())
    except UnfitAgent as fault:
        raise click.UsageError(str(fault)) from fault
    except (LookupError, NotNow) as fault:
        raise click.ClickException(str(fault)) from fault
    document = answering_staff.as_document(city, found)
    click.echo(json.dumps(document) if as_json else _line(document))


def _line(agent: dict[str, Any]) -> str:
    queues, languages = ", ".join(agent["queues"]) or "no queue", ", ".join(agent["languages"])
    kept = f", kept free for {agent['reserved']}" if agent["reserved"] else ""
    skills = f"; skills {', '.join(agent['skills'])}" if agent["skills"] else ""
    where = f"{agent['centre']}: {queues}; speaks {languages}{kept}{skills}"
    return f"{agent['username']} ({agent['label']}) at {where}; {agent['status']}"
