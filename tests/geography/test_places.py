"""From words to points and back, over the places that a city knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.geography import build
from townline.geography import queries
from townline.geography.models import Address, Gazetteer
from townline.geography.queries.places import LocalGeocoder
from townline.geography.rules.distance import metres
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.place import Match, Point

pytestmark = pytest.mark.django_db


def address(number, street, lat, lon, **more):
    return KnownAddress(number=number, street=street, lat=lat, lon=lon, **more)


KNOWN = (
    address(200, "SPRING", 0.01, 10.01, direction="N", suffix="ST", zipcode="90012"),
    address(300, "SPRING", 0.012, 10.01, direction="N", suffix="ST", zipcode="90012"),
    address(200, "SPRING", 0.03, 10.03, direction="S", suffix="ST", zipcode="90013"),
    address(1025, "OXFORD", 0.02, 10.02, number_suffix="1/2", suffix="AVE"),
    address(1, "FAR", 0.0, 10.0, suffix="RD"),
    address(999, "FAR", 0.04, 10.04, suffix="RD"),
    KnownCrossing(street_a="SPRING ST", street_b="1ST ST", zipcode="90012", lat=0.011, lon=10.011),
    KnownLandmark(name="The Old Mill", lat=0.015, lon=10.015, address="1 MILL LN"),
)


@pytest.fixture
def town():
    return build.give_places(build.city(), *KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "200 N Spring St, 90012", "200 north spring street apt 4", "200 N. SPRING ST",
        "  200 n spring   st, los angeles, ca 90012-1234 ", "200 N Spring St Los Angeles CA",
        "200 N Sprng St",
    ],
)  # fmt: skip
def test_an_address_is_found_however_it_is_written(town, text):
    best = queries.geocode(town, text)[0]
    assert (best.label, best.point) == ("200 N SPRING ST, 90012", Point(0.01, 10.01))
    assert best.kind == "address"


def test_a_known_address_is_certain_and_a_misspelt_one_less_so(town):
    assert queries.geocode(town, "200 N Spring St, 90012")[0].confidence == 1.0
    assert 0.3 <= queries.geocode(town, "200 N Sprng St, 90012")[0].confidence < 0.8


def test_what_is_ambiguous_gives_each_that_may_be_meant(town):
    labels = [m.label for m in queries.geocode(town, "200 Spring")]
    assert labels == ["200 N SPRING ST, 90012", "200 S SPRING ST, 90013"]
    assert queries.geocode(town, "200 Spring St, 90013")[0].label == "200 S SPRING ST, 90013"
    assert len(queries.geocode(town, "200 Spring", limit=1)) == 1


def test_a_number_between_known_ones_is_placed_between_them(town):
    best = queries.geocode(town, "250 N Spring St")[0]
    assert best.point == Point(0.011, 10.01)
    assert best.source == "between known numbers"
    assert best.confidence < 0.95


def test_a_fraction_after_the_number_is_read(town):
    assert queries.geocode(town, "1025 1/2 Oxford Ave")[0].confidence == 1.0
    assert queries.geocode(town, "1025 Oxford Ave")[0].label == "1025 1/2 OXFORD AVE"


@pytest.mark.parametrize(
    "text", ["500 Far Rd", "9000 N Spring St", "12 Nowhere Blvd", "", ",", "90012", "\x00", "#"]
)
def test_what_would_be_far_wrong_is_not_answered(town, text):
    assert queries.geocode(town, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "SPRING ST AT 1ST ST, 90012", "1st & Spring", "Spring and First", "Spring St @ 1st St",
        "corner of First Street and Spring Street", "W 1st St and N Spring St", "Sprng / 1st",
    ],
)  # fmt: skip
def test_a_crossing_is_found_in_either_order(town, text):
    best = queries.geocode(town, text)[0]
    assert best.label == "SPRING ST AT 1ST ST, 90012"
    assert best.kind == "crossing"


@pytest.mark.parametrize("text", ["Old Mill", "the old mill", "Old Mil"])
def test_a_landmark_is_found_by_its_name(town, text):
    best = queries.geocode(town, text)[0]
    assert best.label == "The Old Mill, 1 MILL LN"
    assert best.kind == "landmark"


def test_the_address_at_a_point_is_the_nearest_within_sixty_metres(town):
    best = queries.address_at(town, Point(0.0102, 10.0101))
    assert best is not None
    assert best.label == "200 N SPRING ST, 90012"
    assert best.confidence < 1
    assert queries.address_at(town, Point(0.0106, 10.01)) is None


def test_the_places_of_another_city_are_not_found(town):
    other = build.city("elsewhere")
    assert queries.geocode(other, "200 N Spring St, 90012") == []
    assert queries.address_at(other, Point(0.01, 10.01)) is None


def test_the_same_places_are_stored_once(town):
    again = build.give_places(build.city(), *KNOWN)
    assert again.edition == 2
    assert Gazetteer.objects.count() == 1
    assert Address.objects.count() == 6
    assert queries.geocode(again, "200 N Spring St")[0].confidence == 1.0


def test_an_edition_with_other_places_leaves_those_of_the_former_one(town):
    again = build.give_places(build.city(), KNOWN[0])
    assert queries.geocode(again, "1025 1/2 Oxford Ave") == []
    assert queries.geocode(town, "1025 1/2 Oxford Ave")[0].confidence == 1.0


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.text(max_size=300) | st.from_regex(r"[0-9]{1,8} [NSEW]? ?(SPRING|FAR|1ST) (ST|RD)?"))
def test_the_local_geocoder_keeps_the_promises_of_every_geocoder(town, text):
    found = LocalGeocoder(town).suggest(text, 3)
    assert len(found) <= 3
    confidences = [m.confidence for m in found]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < c <= 1 for c in confidences)
    for match in found:
        assert 0 <= match.point.lat <= 0.04
        assert match.label


TEXTS = ["200 Spring", "1st & Spring", "Nowhere", "Old Mil", "250 N Spring St", "", "200 Spring"]


def test_many_texts_are_answered_as_one_by_one_with_one_reading_of_the_tables(
    town, django_assert_num_queries
):
    singly = [next(iter(queries.geocode(town, text, 1)), None) for text in TEXTS]
    with django_assert_num_queries(4):
        together = queries.geocode_many(town, TEXTS)
    assert together == singly
    assert together[0] is not None
    assert together[2] is None


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.builds(
            "{} {} {} {}{}".format,
            st.integers(1, 2_000),
            st.sampled_from(["", "N", "S", "W"]),
            st.sampled_from(["Spring", "Far", "Oxford", "Sprng", "1st & Spring", "Far @ Oxford"]),
            st.sampled_from(["St", "Rd", ""]),
            st.sampled_from(["", ", 90012", ", 90013", ", 91111", ", Pasadena"]),
        ),
        max_size=6,
    )
)
def test_the_tables_and_the_memory_give_the_same_answers(town, texts):
    singly = [next(iter(queries.geocode(town, text, 1)), None) for text in texts]
    assert queries.geocode_many(town, texts) == singly


def asked(town, text):
    """How many queries a text takes."""
    with CaptureQueriesContext(connection) as caught:
        queries.geocode(town, text)
    return len(caught)


def test_an_address_takes_a_query_and_a_guess_a_handful_and_both_nothing_again(town):
    queries.forget()
    queries.geocode(town, "")  # which gazetteer it is
    assert asked(town, "200 N Spring St, 90012") == 1
    assert asked(town, "250 N Spring St, 90012") <= 5
    assert asked(town, "1st & Spring") == 1
    assert asked(town, "Oxford at Spring") <= 8  # two streets, their crossings, and all names
    assert asked(town, "250 N Spring St, 90012") == asked(town, "200 S Spring St") == 0


def test_another_citys_zip_code_or_name_is_not_answered():
    city = build.give_areas(
        build.city(),
        build.layer("city", build.feature("g", 10.0, 0.0, 10.04, 0.04), boundary=True),
        build.layer("neighbour", build.feature("Roundville", 10.0, 0.04, 10.1, 0.1),
                    neighbours=True),
    )  # fmt: skip
    town = build.give_places(city, *KNOWN)
    assert queries.geocode(town, "200 N Spring St, Gridton")[0].confidence == 1.0
    for other in ("200 N Spring St, Area Roundville", "200 N Spring St, 10001"):
        assert queries.geocode(town, other) == []
        assert queries.geocode_many(town, [other]) == [None]


class _Elsewhere:
    """A geocoder that somebody else keeps."""

    def __init__(self, city):
        self.city = city

    def suggest(self, text, limit):
        return [Match(point=Point(1, 2), label=text, kind="address", confidence=0.5)]

    def reverse(self, point):
        return None


def test_another_geocoder_is_chosen_by_its_name(town, settings):
    settings.TOWNLINE_GEOCODER = f"{__name__}._Elsewhere"
    assert queries.geocode(town, "200 N Spring St")[0].point == Point(1, 2)
    assert queries.address_at(town, Point(0.01, 10.01)) is None
    found = queries.geocode_many(town, ["one", "two"])
    assert [m and m.label for m in found] == ["one", "two"]


def test_a_kilometre_is_a_kilometre():
    assert metres(Point(34.0, -118.0), Point(34.009, -118.0)) == pytest.approx(1000.8, abs=1)
    assert metres(Point(34.0, -118.0), Point(34.0, -118.0108)) == pytest.approx(995.6, abs=2)
