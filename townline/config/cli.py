"""What several commands share: which city is meant."""

import click

from townline.cities import queries as cities
from townline.cities.rules.city import City


def city_named(slug: str | None) -> City:
    """
    Return the city of that folder name, or the first one applied where none is named.

    :raises click.UsageError: if there is no such city
    """
    city = cities.by_slug(slug) if slug else cities.first()
    if city is None:
        there = ", ".join(c.slug for c in cities.every()) or "none yet; townline city apply FOLDER"
        raise click.UsageError(f"there is no city {slug!r}; there are: {there}")
    return city
