"""Ask which areas hold a point, or where an address is."""

import json
import sys
from datetime import date, datetime
from typing import Any, NoReturn

import click

from townline.cities import queries as cities
from townline.cities.rules.city import City, words_in
from townline.geography import queries
from townline.geography.rules.coordinates import BadCoordinates, point_near
from townline.geography.rules.place import Match, Place

of_city = click.option("--city", "slug", metavar="SLUG", help="Which city; else the first.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
# A longitude west of Greenwich begins with a minus, which is not an option here.
NUMBERS_MAY_BE_NEGATIVE = {"ignore_unknown_options": True}


@click.group()
def group() -> None:
    """Ask which areas hold a point, or where an address is."""


@group.command(context_settings=NUMBERS_MAY_BE_NEGATIVE)
@click.argument("lat")
@click.argument("long")
@click.option("--on", metavar="DATE", help="The day that counts, as 2026-03-31; else today.")
@of_city
@as_json
def locate(lat: str, long: str, on: str | None, slug: str | None, as_json: bool) -> None:
    """Say which areas of the city hold the point LAT LONG, in degrees.

    A point outside the city is an answer too: the exit code is 0.
    """
    city = _city(slug)
    day = _day(on, city)
    try:
        point = point_near(city, lat, long)
    except BadCoordinates as fault:
        _refuse(str(fault))
    place = queries.locate(city, point, day)
    address = queries.address_at(city, point)
    if as_json:
        click.echo(json.dumps(_located(city, day, place, address), ensure_ascii=False))
    else:
        _tell_place(city, day, place, address)


@group.command()
@click.argument("address")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True)
@of_city
@as_json
def geocode(address: str, limit: int, slug: str | None, as_json: bool) -> None:
    """Say where ADDRESS is: an address, a crossing ("A ST AT B AVE") or a landmark.

    Exits 1 where nothing is found that is likely to be meant.
    """
    city = _city(slug)
    if not address.strip():
        _refuse('The address is empty. Write it as "200 N Spring St" or "Spring St at 1st St".')
    found = queries.geocode(city, address, limit)
    if as_json:
        document = {"city": city.slug, "asked": address, "matches": [_match(m) for m in found]}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif found:
        for match in found:
            click.echo(_line(match))
    else:
        click.echo(f"{city.name} knows no place like {address!r}.", err=True)
    sys.exit(0 if found else 1)


def _city(slug: str | None) -> City:
    city = cities.by_slug(slug) if slug else cities.first()
    if city is None:
        known = ", ".join(c.slug for c in cities.every())
        _refuse(
            f"There is no city {slug!r}; there are: {known}."
            if known
            else "No city is applied yet: run townline city apply FOLDER."
        )
    return city


def _day(text: str | None, city: City) -> date:
    if text is None:
        return datetime.now(city.zone).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse(f"{text!r} is no date; write it as 2026-03-31.")


def _refuse(sentence: str) -> NoReturn:
    click.echo(f"townline places: {sentence}", err=True)
    sys.exit(2)


def _located(city: City, day: date, place: Place, address: Match | None) -> dict[str, Any]:
    return {
        "city": city.slug,
        "lat": place.point.lat,
        "long": place.point.lon,
        "on": day.isoformat(),
        "inside": place.inside,
        "neighbour": place.neighbour or None,
        "areas": [
            {"kind": a.kind, "code": a.code, "name": a.name, "key": a.key} for a in place.areas
        ],
        "address": _match(address) if address else None,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "label": match.label,
        "lat": match.point.lat,
        "long": match.point.lon,
        "kind": match.kind,
        "confidence": match.confidence,
        "zipcode": match.zipcode or None,
        "source": match.source,
    }


def _tell_place(city: City, day: date, place: Place, address: Match | None) -> None:
    if place.inside:
        click.echo(f"In {city.name}" + (f", near {address.label}" if address else ""))
    else:
        where = f"; it is in {place.neighbour}" if place.neighbour else ""
        click.echo(f"Not in {city.name}{where}")
    words = {kind.kind: words_in(kind.words, city.languages[0]) for kind in queries.kinds(city)}
    for area in place.areas:
        click.echo(f"  {words[area.kind]}: {area.name} ({area.key})")
    if not words:
        click.echo("  This city has no areas.")


def _line(match: Match) -> str:
    at = f"{match.point.lat:.6f} {match.point.lon:.6f}"
    return f"{at}  {match.label}  ({match.kind}, {match.source}, confidence {match.confidence:.2f})"
