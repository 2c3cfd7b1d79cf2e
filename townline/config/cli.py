"""What several commands share: which city is meant, and who asks."""

import getpass
from collections.abc import Sequence
from datetime import date

import click

from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.founding.rules.faults import nearest
from townline.geography import queries as geography
from townline.record.verbs import Actor, Role


def city_named(slug: str | None) -> City:
    """
    Return the city of that folder name, or the first one applied where none is named.

    :raises click.UsageError: if there is no such city
    """
    city = cities.by_slug(slug) if slug else cities.first()
    if city is None:
        there = ", ".join(c.slug for c in cities.every())
        known = f"no city {slug!r}; there are: {there}" if there else "no city yet"
        raise click.UsageError(f"there is {known}. To found one: townline city apply FOLDER")
    return city


def known_services(city: City, codes: Sequence[str]) -> tuple[str, ...]:
    """
    Return the codes, each of a service that the city offers.

    :raises click.UsageError: naming the first that it does not
    """
    offers = catalogue.offers(city.edition_id)
    for code in codes:
        if code not in offers:
            what = f"{city.name} offers no service {code!r}. {nearest(code, offers)}"
            raise click.UsageError(what)
    return tuple(dict.fromkeys(codes))


def known_areas(city: City, keys: Sequence[str], on: date) -> tuple[str, ...]:
    """
    Return the keys, each of an area that there is on that day.

    :raises click.UsageError: naming the first that there is not
    """
    kinds = [each.kind for each in geography.kinds(city)]
    for key in keys:
        kind, _, code = key.partition(":")
        if kind not in kinds:
            remedy = nearest(kind, kinds) if kinds else "The city has no areas."
            raise click.UsageError(f"There is no kind of area {kind!r} in {key!r}. {remedy}")
        try:
            known = [str(f["id"]) for f in geography.outlines(city, kind, on)["features"]]
        except geography.NoSuchAreas as fault:
            raise click.UsageError(str(fault)) from fault
        if code not in known:
            raise click.UsageError(f"There is no {kind} {code!r}. {nearest(code, known)}")
    return tuple(dict.fromkeys(keys))


def operator() -> Actor:
    """Return who runs the command: whoever may run it may do everything to a city."""
    return Actor(
        kind="staff",
        label=f"{getpass.getuser()} (command line)",
        roles=frozenset({Role.ADMIN}),
        departments=frozenset({"*"}),
    )
