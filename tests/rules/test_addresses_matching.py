"""Weighing known places against what was asked for, and finding misspelt names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules import matching
from townline.geography.rules.addresses import AddressRead
from townline.geography.rules.atlas import Atlas, Box
from townline.geography.rules.coordinates import BadCoordinates, point
from townline.geography.rules.distance import Plane, metres
from townline.geography.rules.gazetteer import Fingerprint, KnownAddress
from townline.geography.rules.held import HeldPlaces
from townline.geography.rules.layers import Layer, digest, in_force
from townline.geography.rules.place import Point
from townline.geography.rules.spelling import Names, slips
from townline.geography.rules.streets import Street

MAIN = Street(key="MAIN", suffix="ST")


WHOLE = Box(-1.0, 9.0, 1.0, 11.0)


def known(number, lat, **more):
    return KnownAddress(number=number, street="MAIN", suffix="ST", lat=lat, lon=10.0, **more)


def numbered(number, known, **more):
    """What is found for a number on Main Street."""
    atlas = Atlas(HeldPlaces(known), Plane(Point(0.0, 10.0)), WHOLE)
    return matching.numbered(AddressRead(number=number, street=MAIN, **more), atlas)


@given(st.integers(101, 299))
def test_between_two_known_numbers_a_guess_lies_on_the_line_between_them(number):
    stretch = [known(100, 0.0), known(300, 0.002)]
    (found,) = numbered(number, stretch)
    assert 0 < found.point.lat < 0.002
    assert found.point.lat == pytest.approx((number - 100) * 1e-5)
    assert found.confidence < 1


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_guess_is_surer_the_nearer_it_is_to_a_known_number(a, b):
    stretch = [known(100, 0.0), known(300, 0.008)]
    near, far = sorted((a, b))
    guesses = [numbered(100 + n, stretch)[0].confidence for n in (near, far)]
    assert guesses[0] >= guesses[1]


def test_past_the_last_known_number_the_street_goes_on_as_it_ran():
    stretch = [known(100, 0.0), known(200, 0.001)]
    (found,) = numbered(240, stretch)
    assert found.point.lat == pytest.approx(0.0014)
    assert found.source == "past the last known number"
    assert numbered(9_000, stretch) == []


def test_two_streets_of_one_name_far_apart_say_nothing_of_the_numbers_between():
    stretch = [known(100, 0.0), known(300, 0.2)]
    assert numbered(200, stretch) == []


def test_the_zip_code_decides_between_streets_of_one_name():
    stretch = [known(100, 0.0, zipcode="90001"), known(100, 0.2, zipcode="90731")]
    assert numbered(100, stretch, zipcode="90731")[0].point.lat == 0.2


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
        assert best[0] == (name, 1.0)
        assert all(0 < likeness < 1 for _, likeness in best[1:])


@given(st.text("ABCD", max_size=8), st.text("ABCD", max_size=8), st.text("ABCD", max_size=8))
def test_slips_are_a_distance(a, b, c):
    most = 8
    assert slips(a, b, most) == slips(b, a, most)
    assert (slips(a, b, most) == 0) is (a == b)
    assert slips(a, b, most) <= max(len(a), len(b))
    assert abs(len(a) - len(b)) <= slips(a, b, most)


@given(st.text("ABCDEFGH", min_size=8, max_size=12), st.data())
def test_a_name_is_found_by_one_slip_in_it(name, data):
    at = data.draw(st.integers(1, len(name) - 2))
    kind = data.draw(st.sampled_from(["left out", "doubled", "swapped", "changed"]))
    slipped = {
        "left out": name[:at] + name[at + 1 :],
        "doubled": name[: at + 1] + name[at:],
        "swapped": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        "changed": f"{name[:at]}X{name[at + 1 :]}",
    }[kind]
    assert slips(slipped, name, 2) <= 1
    assert Names([name, "SEPULVEDA"]).like(slipped)[0][0] == name


def test_a_figure_is_never_a_slip():
    names = Names(["78TH", "AVENUE 54", "SPRING"])
    assert names.like("79TH") == []
    assert names.like("AVENUE 55") == []
    assert names.like("AVENU 54")[0][0] == "AVENUE 54"


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
