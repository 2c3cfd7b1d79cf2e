"""What holds of every text and every street."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rules import squaretown as square
from townline.geography.rules import streets
from townline.geography.rules.distance import metres
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress

TOWN = square.town()
AVENUES, STREETS = st.sampled_from(sorted(square.AVENUES)), st.sampled_from(sorted(square.STREETS))
BETWEEN = st.sampled_from([" at ", " and ", " & ", " y ", " @ ", "/", " + ", " x ", ", "])


@given(AVENUES, STREETS, BETWEEN)
def test_the_order_of_a_crossings_streets_does_not_matter(avenue, street, between):
    one, other = f"{avenue} Ave", f"{street} St"
    assert find(TOWN, f"{one}{between}{other}") == find(TOWN, f"{other}{between}{one}")
    assert find(TOWN, f"{one}{between}{other}")


@given(
    AVENUES,
    st.integers(1, 1_050),
    st.sampled_from(("N", *streets.DIRECTIONS["N"])),
    st.sampled_from(("AVE", *streets.SUFFIXES["AVE"])),
    st.sampled_from(["", ".", ","]),
    st.sampled_from(["", " Apt 4", " #12", " unit B"]),
    st.booleans(),
)
def test_however_an_address_is_written_it_is_the_same(
    avenue, number, direction, suffix, mark, unit, small
):
    text = f"{number} {direction}{mark if mark == '.' else ''} {avenue} {suffix}{mark}{unit}"
    asked = text.lower() if small else text
    assert find(TOWN, asked) == find(TOWN, f"{number} N {avenue} AVE")


@given(AVENUES, st.integers(22, 960))
def test_a_number_lies_between_its_neighbours_on_its_side(avenue, number):
    (found, *_) = find(TOWN, f"{number} N {avenue} Ave")
    x, y = TOWN.plane.flat(found.point.lat, found.point.lon)
    known = [a.number for a in square.houses() if a.street == avenue]
    assert max(n for n in known if n <= number) - 1 <= y <= min(n for n in known if n >= number) + 1
    assert abs(x - square.on_avenue(avenue, number)[0]) < 2


@given(
    st.lists(
        st.tuples(st.integers(1, 2_000), st.floats(-900, 900), st.floats(-900, 900)),
        min_size=1,
        max_size=25,
    ),
    st.integers(1, 2_500),
    st.sampled_from(["", "N", "S", "E", "W"]),
)
def test_whatever_is_known_an_answer_has_a_confidence_and_lies_in_the_city(
    known, number, direction
):
    """Points that no street could run through are survived."""
    houses = []
    for n, x, y in known:
        at = square.PLANE.point(x, y)
        houses.append(
            KnownAddress(number=n, street="ODD", direction="N", suffix="ST", lat=at.lat, lon=at.lon)
        )
    found = find(square.town(houses), f"{number} {direction} Odd St")
    assert all(0 < m.confidence <= 1 for m in found)
    assert all(square.WHOLE.holds(m.point.lat, m.point.lon) for m in found)
    assert [m.confidence for m in found] == sorted((m.confidence for m in found), reverse=True)


WORDS = st.sampled_from(
    ["100", "22", "N", "South", "Cedar", "1st", "5TH", "Ave", "st", "&", "at", ",", "90001",
     "99999", "Roundville", "Squaretown", "#4", "1/2", "½", "/", "corner of", "Mill", "-", "Jr"]
)  # fmt: skip


@given(st.text(max_size=80) | st.lists(WORDS, max_size=9).map(" ".join))
def test_no_text_upsets_the_geocoder(text):
    found = find(TOWN, text)
    assert all(0 < m.confidence <= 1 for m in found)
    assert len({m.label for m in found}) == len(found)
    assert find(TOWN, text, 1) == found[:1]


@given(AVENUES, st.integers(21, 900))
def test_an_answer_is_nearer_than_its_doubt_promises_most_of_the_time(avenue, number):
    (found, *_) = find(TOWN, f"{number} N {avenue} Ave")
    at = square.PLANE.point(*square.on_avenue(avenue, number))
    assert found.confidence < 0.5 or metres(found.point, at) < 100
