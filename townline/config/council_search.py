"""``townline council search``: files by words, numbers and facets."""

import json
from datetime import date, datetime
from typing import Any

import click

from townline.config.cli import city_named
from townline.config.council_report import DAY
from townline.council import queries
from townline.council.queries.search import MOST, Found, Hit
from townline.council.rules.searching import FACETS, Piece, Wanted
from townline.council.rules.states import State

STATES = click.Choice([str(state) for state in State])


@click.command()
@click.argument("words", nargs=-1)
@click.option("--body", default="", help="The code of a body that the record names.")
@click.option("--district", default="", help="A council district.")
@click.option("--year", type=int, help="The year in the file's number.")
@click.option("--state", type=STATES, help="A state.")
@click.option("--member", default="", help="Who moved or seconded it, as written.")
@click.option("--since", type=DAY, help="Changed on this day or later.")
@click.option("--until", type=DAY, help="Changed on this day or earlier.")
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help="How many."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to leave out first.")
@click.option("--city", "slug", help="The city's folder name; the first city if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def search(
    words: tuple[str, ...], since: datetime | None, until: datetime | None, newest: bool,
    limit: int, offset: int, slug: str | None, as_json: bool, **facets: Any,
) -> None:  # fmt: skip
    """Find council files that say WORDS: "phrases in quotes", -without, numbers of files.

    Restricted files are never found.
    """
    facets["state"] = facets["state"] or ""
    wanted = Wanted(
        words=" ".join(words),
        since=since.date() if since else None,
        until=until.date() if until else None,
        newest_first=newest,
        **facets,
    )
    found = queries.search(city_named(slug), wanted, limit=limit, offset=offset)
    if as_json:
        click.echo(json.dumps(told(found), ensure_ascii=False, indent=2))
        return
    if found.mended:
        click.echo(f"Nothing says {found.asked!r}; these say {found.mended!r}.")
    for hit in found.files:
        click.echo(f"{hit.identifier}  {hit.last_change or '—'}  {hit.state}  {_text(hit.title)}")
        if hit.passage:
            click.echo(f"    {' '.join(_text(hit.passage).split())}")
    click.echo(f"{found.total}{'+' if found.more else ''} found")


def told(found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    return {
        "asked": found.asked,
        "mended": found.mended or None,
        "total": found.total,
        "more": found.more,
        "facets": {
            facet: [{"value": count.value, "files": count.files} for count in found.facets[facet]]
            for facet in FACETS
        },
        "files": [_hit(hit) for hit in found.files],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "number": hit.identifier,
        "title": _text(hit.title),
        "title_marked": _marked(hit.title),
        "passage_marked": _marked(hit.passage),
        "state": hit.state,
        "last_change": _day(hit.last_change),
        "expires": _day(hit.expires),
        "final": _day(hit.final),
        "next": _day(hit.next),
        "districts": list(hit.districts),
        "pending": list(hit.pending),
    }


def _marked(pieces: tuple[Piece, ...]) -> list[dict[str, Any]]:
    return [{"text": piece.text, "found": piece.found} for piece in pieces]


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
