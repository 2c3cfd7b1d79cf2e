"""What several commands share: which city is meant, and who asks."""

import getpass

import click

from townline.cities import queries as cities
from townline.cities.rules.city import City
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


def operator() -> Actor:
    """Return who runs the command: whoever may run it may do everything to a city."""
    return Actor(
        kind="staff",
        label=f"{getpass.getuser()} (command line)",
        roles=frozenset({Role.ADMIN}),
        departments=frozenset({"*"}),
    )
