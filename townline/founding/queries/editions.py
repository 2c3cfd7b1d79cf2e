"""Editions read again: what each said of the city, and what came between two of them."""

import functools
from dataclasses import dataclass

from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.cities.rules.editions import EditionLine
from townline.founding.rules import difference
from townline.founding.rules import draft as drafts
from townline.founding.rules.bases import Base
from townline.founding.rules.difference import Change
from townline.founding.rules.draft import Draft

EDITIONS_KEPT = 4
"""How many editions a process holds as they were read; one never changes."""


class NoSuchBase(LookupError):
    """A folder is based on an edition that the city does not have; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class OnScreen:
    """What was changed on screen after the edition that a folder is based on."""

    base: EditionLine
    editions: tuple[EditionLine, ...]
    """Those made on screen since, the newest first."""
    changes: tuple[Change, ...]
    """From the base to what is in force."""


def in_force(slug: str) -> Draft | None:
    """Return the folder of the edition in force, read again, or None where there is none."""
    city = cities.by_slug(slug)
    return of_edition(slug, city.edition_id) if city else None


@functools.lru_cache(maxsize=EDITIONS_KEPT)
def of_edition(slug: str, edition_id: int) -> Draft:
    """Return the folder of an edition, read again."""
    return drafts.of_files(slug, cities.edition_files(edition_id))


def between(city: City, before: EditionLine, after: EditionLine) -> tuple[Change, ...]:
    """Return what changed from one edition of a city to another."""
    return difference.between(of_edition(city.slug, before.id), of_edition(city.slug, after.id))


def base_of(city: City, base: Base | None) -> EditionLine | None:
    """
    Return the edition that a folder is based on: the one it names, else the last of a folder.

    :raises NoSuchBase: if it names one that the city does not have
    """
    if base is None:
        return cities.last_of_folder(city.id)
    try:
        found = cities.edition_of(city.id, base.number)
    except cities.NoSuchEdition:
        found = None
    if found is None or found.digest != base.digest:
        raise NoSuchBase(
            f"The folder is based on an edition {base.number} that this installation does not have."
            " Pull the city anew and put your changes there, or take edition.toml out."
        )
    return found


def on_screen_since(city: City, base: EditionLine) -> OnScreen | None:
    """Return what was changed on screen after an edition; None where nothing was."""
    found = cities.editions_on_screen(city.id, after=base.number)
    if not found:
        return None
    present = cities.edition_of(city.id, city.edition)
    return OnScreen(base=base, editions=found, changes=between(city, base, present))
