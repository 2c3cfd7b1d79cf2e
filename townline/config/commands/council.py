"""The council's files: take them in, print them, say what their sentences mean."""

import json
import sys
from typing import Any, NoReturn

import click

from townline.config import (
    cli,
    council_clock,
    council_export,
    council_grow,
    council_import,
    council_papers,
    council_report,
    council_search,
)
from townline.council import queries
from townline.council.rules.grammar import Grammar, NotAnActivity
from townline.council.rules.vocabulary import Medium

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
MEDIA = click.Choice([str(medium) for medium in Medium])


@click.group()
def group() -> None:
    """The council's files: take them in, print them, say what their sentences mean."""


@group.command()
@click.argument("sentence")
@of_city
@as_document
def parse(sentence: str, slug: str | None, as_json: bool) -> None:
    """Say what SENTENCE means: its type, the version of its wording, and what fills its blanks.

    Where no template of the city fits, its type is "other", and it is kept word for word.
    """
    grammar = grammar_of(slug)
    activity = grammar.parse(sentence)
    found = grammar.as_json(activity)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        version = f" ({activity.template})" if activity.template else ""
        click.echo(f"{activity.type}{version}")
        for name, value in found["parameters"].items():
            click.echo(f"  {name}: {_shown(value)}")


@group.command()
@of_city
@click.option("--medium", type=MEDIA, default="print", show_default=True, help="Where it is read.")
def render(slug: str | None, medium: str) -> None:
    """Print the sentence of the activity whose JSON comes on standard input.

    The JSON is that of `townline council parse --json`. Without "template" the newest wording is
    taken. Pages ("web") keep the blanks at the end of a sentence, print leaves them out.
    """
    grammar = grammar_of(slug)
    try:
        plain = json.loads(sys.stdin.read())
    except ValueError as fault:
        _refuse(f"standard input is no JSON: {fault}")
    try:
        sentence = grammar.render(grammar.of_json(plain), Medium(medium))
    except NotAnActivity as fault:
        _refuse(str(fault))
    click.echo(sentence)


group.add_command(council_import.take)
group.add_command(council_export.export)
group.add_command(council_report.report)
group.add_command(council_papers.paper)
group.add_command(council_clock.clock)
group.add_command(council_search.search)
group.add_command(council_grow.grow)


def grammar_of(slug: str | None) -> Grammar:
    """
    Return the grammar of a city in force.

    :raises click.UsageError: if there is no such city, or it describes no council
    """
    city = cli.city_named(slug)
    try:
        return queries.grammar(city)
    except queries.NoCouncil as fault:
        raise click.UsageError(str(fault)) from fault


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refuse(what: str) -> NoReturn:
    click.echo(f"townline: {what}", err=True)
    sys.exit(1)
