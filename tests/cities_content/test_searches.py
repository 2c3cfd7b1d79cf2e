"""Residents find what they want by their own words, in every language: the folder's own trial."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from townline.catalogue import actions as catalogue
from townline.cities import actions as cities
from townline.cities.rules.city import City
from townline.config import searching
from townline.founding.rules.draft import Draft
from townline.record.verbs import SYSTEM

APPLIED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def city(db: None, los_angeles: Draft) -> City:
    """Found the city without its places, which no search looks at."""
    made = cities.begin_edition(
        slug="trial", settings=los_angeles.settings, files={}, by=SYSTEM, at=APPLIED
    )
    offers = tuple(los_angeles.offers.values())
    catalogue.put_offers(edition_id=made.edition_id, offers=offers, by=SYSTEM, at=APPLIED)
    return made


def test_of_what_residents_type_95_in_100_find_their_service_among_the_first_three(
    city: City, los_angeles: Draft, record_property: Callable[[str, object], None]
) -> None:
    found = searching.trial(city, los_angeles.searches)
    record_property("found_of_100", found.share * 100)
    assert found.tried >= 120
    assert found.share >= 0.95, found.missed


def test_every_language_of_the_city_is_tried_and_does_well(city: City, los_angeles: Draft) -> None:
    for language in city.languages:
        own = [each for each in los_angeles.searches if each.language == language]
        assert len(own) >= 15
        assert searching.trial(city, own).share >= 0.9, language


def test_every_service_has_synonyms_in_every_language(los_angeles: Draft) -> None:
    languages = set(los_angeles.settings.languages)
    bare = {o.code for o in los_angeles.offers.values() if set(o.synonyms) != languages}
    assert bare == set()
