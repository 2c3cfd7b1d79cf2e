"""The nearest address, asked for by a statement of another room, is the one asked for by itself."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.geography import build
from townline.geography import queries
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.place import Point

pytestmark = pytest.mark.django_db

METRE = 1 / 111_195
KNOWN = tuple(
    KnownAddress(
        number=100 + n,
        number_suffix="1/2" if n % 7 == 0 else "",
        direction="N",
        street="GRID",
        suffix="ST",
        zipcode="90012",
        lat=60 + 20 * METRE * (n // 9),
        lon=10 + 20 * METRE * (n % 9),
    )
    for n in range(81)
)
"""Far north, where a degree of longitude is half as long as one of latitude."""


class Elsewhere:
    """A geocoder that somebody else keeps."""

    def __init__(self, city):
        self.city = city

    def suggest(self, text, limit):
        return []

    def reverse(self, point):
        return None


@pytest.fixture
def town():
    return build.give_places(build.city(bounds=(59.0, 9.0, 61.0, 11.0)), *KNOWN)


def told(asked):
    """Return what a statement of another room gets: the rows as JSON, of which it knows nothing."""
    names = ("gazetteer", "lat", "lon", "south", "west", "north", "east")
    types = ("bigint", *["float8"] * 6)
    given_ = ", ".join(f"%({n})s::{t}" for n, t in zip(names, types, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_agg(a) FROM geography_nearest({given_}) AS a", asked)
        (rows,) = cursor.fetchone()
    return rows or []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.floats(-100, 260), st.floats(-100, 260))
def test_it_is_the_same_as_when_asked_alone(town, north_m, east_m):
    point = Point(60 + north_m * METRE, 10 + east_m * METRE)
    asked = queries.nearest_asked(town, point)
    assert queries.nearest_told(point, told(asked)) == queries.address_at(town, point)


def test_the_address_on_the_spot_is_found(town):
    point = Point(KNOWN[40].lat, KNOWN[40].lon)
    found = queries.nearest_told(point, told(queries.nearest_asked(town, point)))
    assert found is not None
    assert (found.label, found.confidence) == ("140 N GRID ST, 90012", 1.0)


def test_who_does_not_ask_is_told_nothing(town):
    assert told(queries.NOT_ASKED) == []


def test_a_city_without_places_is_told_nothing():
    bare = build.city("bareton")
    point = Point(KNOWN[40].lat, KNOWN[40].lon)
    assert told(queries.nearest_asked(bare, point)) == []


def test_another_geocoder_can_only_be_asked_by_itself(town, settings):
    settings.TOWNLINE_GEOCODER = f"{__name__}.Elsewhere"
    assert queries.nearest_asked(town, Point(60, 10)) is None
