"""Ask the city's answers, and see which are shown, which helped, and what was sought in vain."""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

import click
from django.utils import timezone

from townline.cities.rules.city import City, words_in
from townline.config import answering, cli
from townline.founding.queries import written
from townline.knowledge import queries
from townline.knowledge.rules.answers import SAYS, Article, Standing

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_document = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
since = click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day; else thirty days ago."
)
LATELY = timedelta(days=30)


@click.group()
def group() -> None:
    """Ask the city's answers, and see which are shown, which helped, what was sought in vain."""


@group.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--lang", "language", metavar="CODE", help="Of the reader; else the city's first.")
@of_city
@as_document
def search(words: tuple[str, ...], language: str | None, slug: str | None, as_json: bool) -> None:
    """Print the answers that WORDS may mean, the likeliest first. Exits 1 where there is none.

    Words that tell of an emergency lead with which number to call.

    Nothing is counted: only what residents look for on the pages is.
    """
    city = cli.city_named(slug)
    if language and language not in city.languages:
        raise click.UsageError(f"The city has no language {language!r}: {_listed(city)}.")
    spoken = language or city.languages[0]
    document = answering.found(city, " ".join(words), spoken, _today(city))
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        if document["emergency"]:
            click.echo(f"Emergency: {document['emergency']['says']}")
        if document["read_as"]:
            click.echo(f"Read as {document['read_as']!r}.")
        for each in document["answers"]:
            click.echo(f"{each['score']:.2f}  {each['code']}  {each['question']}")
        if not document["answers"]:
            click.echo("Nothing found.", err=True)
    sys.exit(0 if document["answers"] else 1)


@group.command("list")
@click.option("--withheld", is_flag=True, help="Only those that are not shown.")
@of_city
@as_document
def list_(withheld: bool, slug: str | None, as_json: bool) -> None:
    """List the answers, each with whether it is shown today, or why not."""
    city = cli.city_named(slug)
    found = [
        (article, standing)
        for article, standing in queries.standings(city, _today(city))
        if not withheld or standing is not Standing.PUBLISHED
    ]
    if as_json:
        rows = [_document(article, standing) for article, standing in found]
        click.echo(json.dumps({"city": city.slug, "answers": rows}, ensure_ascii=False))
        return
    for article, standing in found:
        question = words_in(article.question, city.languages[0])
        click.echo(f"{article.code}  {standing}  {', '.join(article.bodies)}\n    {question}")
        if standing is not Standing.PUBLISHED:
            click.echo(f"    {SAYS[standing]}")
    shown = sum(1 for _, standing in found if standing is Standing.PUBLISHED)
    click.echo(f"{len(found)} answers, {shown} of them shown.", err=True)


@group.command()
@since
@of_city
@as_document
def unfound(since: datetime | None, slug: str | None, as_json: bool) -> None:
    """Print what residents looked for and did not find, the most frequent first.

    Addresses, numbers and e-mail are masked before anything is kept; all goes after 90 days.
    """
    city = cli.city_named(slug)
    found = queries.unfound(city, _since(city, since))
    if as_json:
        rows = [
            {"words": each.words, "language": each.language, "count": each.count} for each in found
        ]
        click.echo(json.dumps({"city": city.slug, "unfound": rows}, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each.count:5}  {each.language}  {each.words}")


@group.command()
@since
@of_city
@as_document
def verdicts(since: datetime | None, slug: str | None, as_json: bool) -> None:
    """Print how often each answer helped, and did not, by language."""
    city = cli.city_named(slug)
    found = queries.verdicts(city, _since(city, since))
    if as_json:
        rows = [
            {
                "code": each.code,
                "language": each.language,
                "helped": each.helped,
                "not_helped": each.not_helped,
                "reasons": dict(each.reasons),
            }
            for each in found
        ]
        click.echo(json.dumps({"city": city.slug, "verdicts": rows}, ensure_ascii=False))
        return
    for each in found:
        why = ", ".join(f"{reason} {count}" for reason, count in each.reasons.items())
        told = f"{each.helped} helped, {each.not_helped} did not"
        click.echo(f"{each.code}  {each.language}  {told}{f' ({why})' if why else ''}")


@group.command()
@click.argument("code")
@click.option("--lang", "language", metavar="CODE", help="Which text; else the first language's.")
@of_city
@as_document
def export(code: str, language: str | None, slug: str | None, as_json: bool) -> None:
    """Print the answer CODE as the file of the city's folder that says what is published now.

    That is the version published at the desk, else the folder's own text. Exits 1 where there is
    none. Once a folder that says the same is applied, the desk's version is withdrawn by itself.
    """
    city = cli.city_named(slug)
    standing = queries.published_version(city.id, code)
    files = dict(standing.files) if standing else written.answer_files(city, code)
    if as_json:
        click.echo(json.dumps({"city": city.slug, "files": files}, ensure_ascii=False))
        sys.exit(0 if files else 1)
    paths = written.answer_paths(city, code)
    if language and language not in city.languages:
        raise click.UsageError(f"The city has no language {language!r}: {_listed(city)}.")
    path = paths[city.languages.index(language) if language else 0]
    if path not in files:
        click.echo(f"There is no {path}.", err=True)
        sys.exit(1)
    click.echo(files[path], nl=not files[path].endswith("\n"))


@group.command()
@of_city
@as_document
def trial(slug: str | None, as_json: bool) -> None:
    """Try what the city's folder says residents type, and exit 1 where too much is missed.

    Each of the synonyms of an answer that is shown must find it among the first three.
    """
    city = cli.city_named(slug)
    document, well = answering.tried(city, _today(city))
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(f"{document['tried']} phrases: {document['found_of_first_three']:.1%} find it.")
        for each in document["missed"]:
            click.echo(f"  {each['language']} {each['text']!r}: wanted {each['wanted']}")
    sys.exit(0 if well else 1)


def _document(article: Article, standing: Standing) -> dict[str, Any]:
    return {
        "code": article.code,
        "standing": str(standing),
        "question": dict(article.question),
        "owner": article.owner,
        "reviewed": article.reviewed.isoformat(),
        "review_by": article.review_by.isoformat(),
        "demo": article.demo,
    }


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()


def _since(city: City, given: datetime | None) -> date:
    return given.date() if given else _today(city) - LATELY


def _listed(city: City) -> str:
    return ", ".join(city.languages)
