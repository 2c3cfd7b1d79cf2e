"""Remove a text of the record as the law asks; its digest stays, so that the chain proves."""

import click
from django.utils import timezone

from townline.config import command


@click.command()
@click.argument("number")
@click.option("--entry", "seq", type=click.IntRange(1), help="Empty the note of this entry.")
@click.option("--words", is_flag=True, help="Remove the reporter's own text and answers.")
@click.option("--reason", required=True, help="The law or the order that asks for it.")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
def group(number: str, seq: int | None, words: bool, reason: str, slug: str | None) -> None:
    """Remove a text of request NUMBER as the law asks, itself an entry of its record.

    Runs as the owner of the database: neither the web nor the worker may change an entry.
    """
    command.set_up(as_owner=True)
    from townline.config.cli import city_named
    from townline.record.verbs import Actor, Role
    from townline.requests.actions import moderate
    from townline.requests.actions.change import NoSuchRequest
    from townline.requests.rules.submission import Unfit

    if bool(seq) == words:
        raise click.UsageError("say what to remove: --entry SEQ or --words")
    city = city_named(slug)
    by = Actor(
        kind="staff", label="command line", roles=frozenset({Role.ADMIN}),
        departments=frozenset({"*"}),
    )  # fmt: skip
    at = timezone.now()
    try:
        if seq:
            moderate.redact_note(city=city, number=number, seq=seq, reason=reason, by=by, at=at)
        else:
            moderate.redact_words(city=city, number=number, reason=reason, by=by, at=at)
    except NoSuchRequest:
        raise click.ClickException(f"{city.slug} has no request {number}") from None
    except Unfit as fault:
        raise click.ClickException(fault.says) from None
    click.echo(f"{number}: removed, and entered in its record")
