"""Weighing known places against what was asked for, and finding misspelt names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules import matching
from townline.geography.rules.addresses import AddressRead
from townline.geography.rules.coordinates import BadCoordinates, point
from townline.geography.rules.distance import metres
from townline.geography.rules.gazetteer import Fingerprint, KnownAddress
from townline.geography.rules.layers import Layer, digest, in_force
from townline.geography.rules.place import Point
from townline.geography.rules.spelling import Names
from townline.geography.rules.streets import Street

MAIN = Street(key="MAIN", suffix="ST")


def known(number, lat, **more):
    return KnownAddress(number=number, street="MAIN", suffix="ST", lat=lat, lon=10.0, **more)


@given(st.integers(101, 299))
def test_between_two_known_numbers_a_guess_lies_on_the_line_between_them(number):
    stretch = [known(100, 0.0), known(300, 0.002)]
    (found,) = matching.numbered(AddressRead(number=number, street=MAIN), stretch)
    assert 0 < found.point.lat < 0.002
    assert found.point.lat == pytest.approx((number - 100) * 1e-5)
    assert found.confidence < 0.95


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_guess_is_surer_the_nearer_it_is_to_a_known_number(a, b):
    stretch = [known(100, 0.0), known(300, 0.008)]
    near, far = sorted((a, b))
    guesses = [
        matching.numbered(AddressRead(number=100 + n, street=MAIN), stretch)[0].confidence
        for n in (near, far)
    ]
    assert guesses[0] >= guesses[1]


def test_past_the_last_known_number_the_street_goes_on_as_it_ran():
    stretch = [known(100, 0.0), known(200, 0.001)]
    (found,) = matching.numbered(AddressRead(number=240, street=MAIN), stretch)
    assert found.point.lat == pytest.approx(0.0014)
    assert matching.numbered(AddressRead(number=800, street=MAIN), stretch) == []


def test_two_streets_of_one_name_far_apart_say_nothing_of_the_numbers_between():
    stretch = [known(100, 0.0), known(300, 0.2)]
    assert matching.numbered(AddressRead(number=200, street=MAIN), stretch) == []


def test_the_zip_code_decides_between_streets_of_one_name():
    stretch = [known(100, 0.0, zipcode="90001"), known(100, 0.2, zipcode="90731")]
    read = AddressRead(number=100, street=MAIN, zipcode="90731")
    assert matching.numbered(read, stretch)[0].point.lat == 0.2


def test_the_nearest_address_is_the_nearest_in_metres():
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    north = KnownAddress(number=1, street="NORTH", lat=60.0003, lon=10.0)
    east = KnownAddress(number=1, street="EAST", lat=60.0, lon=10.0004)
    found = matching.nearest(Point(60.0, 10.0), [north, east])
    assert found is not None
    assert found.label == "1 EAST"
    assert matching.nearest(Point(60.0, 10.0), []) is None


@given(st.floats(-80, 80), st.floats(-170, 170), st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_distance_is_the_same_there_and_back(lat, lon, north, east):
    here, there = Point(lat, lon), Point(lat + north, lon + east)
    assert metres(here, there) == pytest.approx(metres(there, here))
    assert metres(here, here) == 0


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("SEPULVDA", "SEPULVEDA"), ("SEPULVEDDA", "SEPULVEDA"), ("FIGEROA", "FIGUEROA")],
)
def test_a_misspelt_name_finds_the_one_that_was_meant(asked, meant):
    names = Names(["SEPULVEDA", "FIGUEROA", "SPRING", "LA BREA", "FIGUERAS"])
    assert names.like(asked)[0][0] == meant
    assert names.like("XYZZY") == []


@given(st.lists(st.text("ABCDEF ", min_size=1, max_size=8), min_size=1, max_size=20))
def test_a_name_is_most_like_itself(names):
    for name in names:
        best = Names(names).like(name, limit=20)
        assert best[0][1] == 1.0
        assert name in [other for other, likeness in best if likeness == 1.0]
        assert all(0 < likeness <= 1 for _, likeness in best)


def test_places_have_a_fingerprint_that_depends_on_all_of_them():
    def of(*places):
        seen = Fingerprint()
        assert list(seen.of(places)) == list(places)
        return str(seen)

    assert of(known(1, 0.0)) == of(known(1, 0.0))
    assert len({of(), of(known(1, 0.0)), of(known(2, 0.0)), of(known(1, 0.0), known(2, 0.0))}) == 4


def test_a_layers_fingerprint_changes_with_its_dates():
    layer = {"kind": "district", "words": {"en": "District", "es": "Distrito"}}
    turned = {"kind": "district", "words": {"es": "Distrito", "en": "District"}}
    assert digest(Layer(**layer)) == digest(Layer(**turned))
    assert digest(Layer(**layer)) != digest(Layer(**layer, since=date(2020, 1, 1)))


@given(*[st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1))] * 2, st.dates())
def test_dates_of_validity_count_both_their_ends(since, until, day):
    assert in_force(since, until, day) is not (
        (since is not None and day < since) or (until is not None and day > until)
    )


@pytest.mark.parametrize(
    ("lat", "lon", "says"),
    [
        ("-118.24", "34.05", "swapped"),
        ("north", "1", "numbers"),
        ("nan", "1", "finite"),
        ("inf", "1", "finite"),
        ("91", "100", "between"),
        ("10", "190", "between"),
    ],
)
def test_coordinates_that_are_none_are_refused_in_a_sentence(lat, lon, says):
    with pytest.raises(BadCoordinates, match=says):
        point(lat, lon)
    assert point("34.05", -118.24) == Point(34.05, -118.24)
