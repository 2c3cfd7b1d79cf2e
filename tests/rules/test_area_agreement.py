"""An area named by imported data agrees with one found from the point by code or by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.geography.rules.place import AreaRef
from townline.requests.rules.area_agreement import AreaAgreement, spelt

OLYMPIC = AreaRef("police_division", "20", "Olympic")
DISTRICT = AreaRef("district", "7", "District 7")
NORTH, SOUTH = AreaRef("council", "1", "North NC"), AreaRef("council", "02", "South NC")


def counted(named: dict[str, str], *found: AreaRef) -> dict[str, dict[str, int]]:
    agreement = AreaAgreement()
    agreement.compare(named, found)
    return agreement.as_json()


@pytest.mark.parametrize("said", ["OLYMPIC", "olympic", " Olympic ", "20", "020"])
def test_a_code_or_a_name_will_do_however_it_is_written(said: str) -> None:
    assert counted({"police_division": said}, DISTRICT, OLYMPIC) == {
        "police_division": {"compared": 1, "agree": 1}
    }


@pytest.mark.parametrize("said", ["21", "2", "Olympia", "District 7", "7"])
def test_another_area_does_not_agree(said: str) -> None:
    found = counted({"police_division": said}, DISTRICT, OLYMPIC)
    assert found == {"police_division": {"compared": 1, "agree": 0}}


def test_of_areas_that_overlap_one_named_is_enough() -> None:
    assert counted({"council": "2"}, NORTH, SOUTH)["council"]["agree"] == 1


def test_a_point_in_no_area_of_the_kind_does_not_agree() -> None:
    assert counted({"council": "1"}, DISTRICT) == {"council": {"compared": 1, "agree": 0}}


def test_kinds_that_the_row_does_not_name_are_not_counted() -> None:
    assert counted({}, DISTRICT, OLYMPIC) == {}


def test_counts_of_batches_add_up() -> None:
    whole, part = AreaAgreement(), AreaAgreement()
    for said in ("7", "8"):
        part.compare({"district": said}, [DISTRICT])
    whole.add(part)
    whole.add(part)
    assert whole.as_json() == {"district": {"compared": 4, "agree": 2}}


@given(st.integers(0, 10**6), st.integers(0, 5))
def test_numbers_are_equal_whatever_their_leading_zeros(number: int, zeros: int) -> None:
    assert spelt("0" * zeros + str(number)) == spelt(str(number)) == str(number)


@given(st.text())
def test_spelling_is_settled_at_once(text: str) -> None:
    assert spelt(spelt(text)) == spelt(text)
