"""Editions read again: what each said of the city."""

from townline.cities import queries as cities
from townline.founding.rules import draft as drafts
from townline.founding.rules.draft import Draft


def in_force(slug: str) -> Draft | None:
    """Return the folder of the edition in force, read again, or None where there is none."""
    city = cities.by_slug(slug)
    return drafts.of_files(slug, cities.edition_files(city.edition_id)) if city else None
