"""Trying the geocoder on records that its gazetteer does not know."""

from datetime import UTC, datetime

import pytest

from tests.rules import squaretown as square
from townline.cities.rules.city import CitySettings
from townline.config.truth import geocoding
from townline.config.truth.geocoding import GeocoderTrial
from townline.config.truth.records import Record
from townline.founding.rules.trials import LEARNED, TRIED
from townline.geography.rules.place import Point
from townline.requests.rules.imported import Past

SETTINGS = CitySettings(
    name="Squaretown",
    zone="UTC",
    languages=("en",),
    centre=(0.0, 10.0),
    bounds=(-0.1, 9.9, 0.1, 10.1),
    jurisdiction="square.example.org",
)
AT = datetime(2026, 3, 2, tzinfo=UTC)


def record(address: str, at: Point | None, use: str) -> Record:
    """A past request of which only the place matters."""
    past = Past(
        number=address, service_code="pothole", state="closed", requested_at=AT, updated_at=AT,
        closed_at=AT, due_at=None, scheduled_at=None, department="", crew="", channel="call",
        address=address, zipcode="", lat=at and at.lat, lon=at and at.lon, outcome="", flags=(),
    )  # fmt: skip
    return Record(past, AT.date(), use)


def learned() -> list[Record]:
    """Records that name the houses of the town."""
    return [
        record(f"{a.number} {a.direction} {a.street} {a.suffix}, {a.zipcode}", Point(a.lat, a.lon),
               LEARNED)
        for a in square.houses()
    ]  # fmt: skip


def there(name: str, number: int) -> Point:
    """Where a number of an avenue is."""
    return square.PLANE.point(*square.on_avenue(name, number))


@pytest.fixture
def found():
    tried = [
        record("250 N CEDAR AVE, 90001", there("CEDAR", 250), TRIED),
        record("20 N CEDAR AVE, 90001", there("CEDAR", 20), TRIED),
        record("ELM AVE AT 3RD ST, 90001", square.corner("ELM", "3RD"), TRIED),
        record("333 N BIRCH AVE, 90001", there("BIRCH", 733), TRIED),
        record("9 N SEQUOIA AVE, 90001", there("ELM", 9), TRIED),
        record("9000 N ELM AVE", there("ELM", 900), TRIED),
        record("SEQUOIA AVE AT 1ST ST", there("ELM", 100), TRIED),
        record("100 N CEDAR AVE", None, TRIED),
    ]
    wanted = GeocoderTrial(resolved=0.5, within=0.5, median_m=10)
    return geocoding.measure(SETTINGS, (), [*learned(), *tried], wanted)


def test_every_located_row_that_is_tried_counts(found):
    resolved, within = found.figures
    assert (resolved.compared, resolved.agree) == (7, 4)
    assert (within.compared, within.agree) == (7, 3)
    assert not resolved.short
    assert within.short
    assert found.short


def test_the_gazetteer_is_made_of_other_files_alone(found):
    assert found.addresses == len(list(square.houses()))
    sources = {a.text: a.match.source for a in found.answers if a.match}
    assert sources["250 N CEDAR AVE, 90001"] == "between known numbers"
    assert sources["20 N CEDAR AVE, 90001"] == "known address"


def test_numbered_addresses_and_crossings_are_told_apart(found):
    told = found.as_json()
    assert told["by_kind"]["numbered"]["rows"] == 5
    assert told["by_kind"]["crossing"] == {
        "rows": 2, "resolved": 0.5, "within_100_m": 0.5,
        "median_m": pytest.approx(0, abs=15), "nine_tenths_m": pytest.approx(0, abs=15),
    }  # fmt: skip
    assert told["median_m"] < 10


def test_what_is_not_answered_is_told_with_its_reason(found):
    assert found.unresolved == {
        "street_unknown": 1,
        "number_out_of_reach": 1,
        "street_of_crossing_unknown": 1,
    }


def test_the_surest_and_farthest_wrong_answer_is_listed_first(found):
    worst = found.figures[1].listed[0]
    assert worst["said"] == "333 N BIRCH AVE, 90001"
    assert worst["off"] == "400 m"


def test_stated_confidence_stands_beside_what_was_right(found):
    table = geocoding.calibration(found.answers)
    assert sum(band["answers"] for band in table) == 4
    for band in table:
        assert band["from"] <= band["stated"] <= 1
        assert 0 <= band["within"] <= 1


def test_a_median_that_is_too_far_falls_short():
    rows = [*learned(), record("250 N CEDAR AVE", there("CEDAR", 350), TRIED)]
    found = geocoding.measure(SETTINGS, (), rows, GeocoderTrial(median_m=50))
    assert found.median_m == pytest.approx(100, abs=3)
    assert found.short
    assert not geocoding.measure(SETTINGS, (), rows).short
