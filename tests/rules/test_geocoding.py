"""Telling a place from what is known around it, and keeping silent about other cities."""

import pytest

from tests.rules import squaretown as square
from townline.geography.rules import atlas as atlases
from townline.geography.rules.distance import metres
from townline.geography.rules.finding import find
from townline.geography.rules.gazetteer import KnownAddress, KnownCrossing, KnownLandmark
from townline.geography.rules.place import Point

TOWN = square.town()


def off(text, at, atlas=TOWN):
    """How far the best answer to a text is from where it should be, in metres."""
    return metres(find(atlas, text, 1)[0].point, at)


@pytest.mark.parametrize("number", [131, 132, 250, 455, 678, 901])
def test_a_number_is_placed_on_its_side_of_the_street(number):
    at = square.PLANE.point(*square.on_avenue("CEDAR", number))
    assert off(f"{number} N Cedar Ave", at) < 2


@pytest.mark.parametrize("number", [300, 480, 701])
def test_parallel_streets_tell_a_number_where_its_own_street_is_hardly_known(number):
    known = list(square.houses())
    bent = [a for a in known if a.street != "DOGWOOD" or a.number < 900]
    at = square.PLANE.point(*square.on_avenue("DOGWOOD", number))
    assert off(f"{number} N Dogwood Ave", at) < 15
    # Without the far end: the street goes on as it began, as far as the neighbours have numbers.
    assert off(f"{number} N Dogwood Ave", at, square.town(bent)) < 25


def test_neighbours_put_a_number_where_blocks_are_uneven():
    """On all streets, numbers 500 to 600 take up 300 metres; one of them has no house there."""

    def there(number):
        return number + 2 * min(max(number - 500, 0), 100)

    def at(x, number):
        spot = square.PLANE.point(x, there(number))
        return {"lat": spot.lat, "lon": spot.lon}

    known = [
        KnownAddress(number=n, street=name, direction="N", suffix="AVE", **at(x, n))
        for name, x in square.AVENUES.items()
        for n in range(20, 980, 20)
        if name != "CEDAR" or not 300 < n < 800
    ]
    at_590 = square.PLANE.point(400, there(590))
    alone = off("590 N Cedar Ave", at_590, square.town(a for a in known if a.street == "CEDAR"))
    assert alone > 60
    assert off("590 N Cedar Ave", at_590, square.town(known)) < 0.7 * alone


@pytest.mark.parametrize("avenue", square.AVENUES)
@pytest.mark.parametrize("street", square.STREETS)
def test_a_crossing_that_is_not_known_is_where_both_streets_run(avenue, street):
    (found, *_) = find(TOWN, f"{avenue} Ave & {street} St")
    assert found.kind == "crossing"
    assert found.source == "where both streets run"
    assert metres(found.point, square.corner(avenue, street)) < 15
    assert found.confidence > 0.8


def test_a_crossing_is_less_sure_the_farther_its_streets_are_from_it():
    def stub(reach):
        """An avenue and a street that would meet, of which houses are known only so far off."""
        return square.town(
            [square.house("ELM", n) for n in range(110 + reach, 210 + reach, 10)]
            + [square.house("1ST", n) for n in range(690 - reach, 790 - reach, 10)]
        )

    answers = [find(stub(reach), "Elm Ave at 1st St") for reach in (0, 200, 500)]
    assert all(answers)
    sure = [a[0].confidence for a in answers]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > sure[2]


def test_streets_that_run_side_by_side_do_not_meet():
    assert find(TOWN, "Alder Ave & Birch Ave") == []


def test_a_known_crossing_counts_before_a_told_one():
    known = KnownCrossing(street_a="CEDAR AVE", street_b="3RD ST", zipcode="90001", lat=0.0046,
                          lon=10.0035)  # fmt: skip
    (best, *_) = find(square.town(crossings=[known]), "3rd & Cedar, 90001")
    assert (best.point, best.confidence) == (Point(0.0046, 10.0035), pytest.approx(0.94, abs=0.05))


def test_numbers_go_on_across_the_zero_of_a_street():
    """Houses east of the zero tell of those west of it, whose numbers grow the other way."""
    east = [square.house("1ST", n) for n in range(20, 400, 20)]
    (found, *_) = find(square.town(east), "40 W 1st St")
    assert found.label == "40 W 1ST ST, 90001"
    assert metres(found.point, square.PLANE.point(-40, 110)) < 20


def test_one_number_on_two_streets_of_a_name_is_the_one_in_the_zip_code():
    there = [
        KnownAddress(number=n, street="ALDER", direction="N", suffix="AVE", zipcode="90077",
                     lat=0.08 + n / 1e5, lon=10.08)
        for n in range(100, 200, 20)
    ]  # fmt: skip
    atlas = square.town([*square.houses(), *there])
    assert off("151 N Alder Ave, 90077", Point(0.0815, 10.08), atlas) < 50
    assert off("151 N Alder Ave, 90001", square.PLANE.point(10, 151), atlas) < 50
    labels = [m.label for m in find(atlas, "151 N Alder Ave")]
    assert {"151 N ALDER AVE, 90077", "151 N ALDER AVE, 90001"} <= set(labels)


def test_a_zip_code_is_evidence_and_no_law():
    """The border runs at 500; people on the street beyond may well say the nearer code."""
    assert find(TOWN, "520 N Cedar Ave, 90001")[0].confidence > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "150 N Cedar Ave, 10001", "150 N Cedar Ave, Roundville", "150 N Cedar Ave Roundville CA",
        "150 N Cedar Ave, Roundville, CA 90001", "Cedar & 1st, Mill Valley",
        "Cedar Ave at 1st St, 94941", "150 N Cedar Ave, City of Roundville, California",
        "Old Hall, Roundville", "Old Hall, 10001",
    ],
)  # fmt: skip
def test_the_place_of_another_city_is_not_answered(text):
    hall = KnownLandmark(name="Old Hall", lat=0.001, lon=10.001)
    assert find(square.town(landmarks=[hall]), text) == []


@pytest.mark.parametrize(
    "beside", [", Squaretown", " Squaretown CA", ", Old Mills", ", CA, USA", ", apt 4", " #12"]
)
def test_the_city_itself_and_its_parts_change_nothing(beside):
    assert find(TOWN, f"150 N Cedar Ave{beside}", 1) == find(TOWN, "150 N Cedar Ave", 1)


def test_a_town_of_which_nothing_is_heard_makes_an_answer_too_unsure_to_take():
    plain, (beside,) = find(TOWN, "60 N Cedar Ave", 1), find(TOWN, "60 N Cedar Ave, Farville", 1)
    assert plain[0].confidence > 0.9
    assert beside.label == plain[0].label
    assert beside.confidence < 0.6


@pytest.mark.parametrize("text", ["5000 N Cedar Ave", "150 N Sequoia Ave", "150 N Sedr Pl"])
def test_what_would_be_a_shot_in_the_dark_is_not_answered(text):
    assert find(TOWN, text) == []


def test_a_suffix_that_contradicts_is_no_better_than_a_hint():
    assert find(TOWN, "150 N Cedar Pl")[0].confidence < 0.65


def test_a_name_that_is_spelt_wrong_is_found_on_the_streets_that_there_are():
    (best, *_) = find(TOWN, "150 N Dogwod Ave")
    assert best.label == "150 N DOGWOOD AVE, 90001"
    (corner, *_) = find(TOWN, "Ceder & 4th")
    assert corner.label == "4TH ST AT CEDAR AVE"


def test_a_figure_in_a_name_is_never_spelt_wrong():
    assert find(TOWN, "150 E 6th St") == []


def test_answers_do_not_depend_on_what_was_forgotten(monkeypatch):
    large = square.town()
    monkeypatch.setattr(atlases, "ADDRESSES_KEPT", 40)
    monkeypatch.setattr(atlases, "NEIGHBOURS_KEPT", 40)
    small = square.town()
    for text in ("150 N Cedar Ave", "300 N Dogwood Ave", "Elm & 5th", "150 N Cedar Ave"):
        assert find(small, text) == find(large, text)
    assert small.kept() < large.kept()
