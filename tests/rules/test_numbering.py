"""Request numbers: what is mistyped is found, what is written oddly is read."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from townline.requests.rules import numbering
from townline.requests.rules.numbering import Mistyped, RequestNumber, check_digit

OURS = st.builds(RequestNumber, st.integers(2000, 2099), st.integers(0, 999_999_999))
"""Numbers up to the ninth digit of the serial."""


@given(OURS)
def test_a_number_that_we_give_out_is_read_back(number: RequestNumber) -> None:
    assert numbering.read(str(number)) == str(number)


@given(OURS, st.data())
def test_every_single_wrong_digit_is_found(number: RequestNumber, data: st.DataObject) -> None:
    text = str(number)
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdigit()]))
    wrong = data.draw(st.sampled_from("0123456789"))
    assume(wrong != text[at])
    with pytest.raises(Mistyped):
        numbering.read(text[:at] + wrong + text[at + 1 :])


@given(OURS, st.data())
def test_every_swap_of_neighbours_is_found(number: RequestNumber, data: st.DataObject) -> None:
    digits = list(str(number).replace("-", ""))
    at = data.draw(st.integers(0, len(digits) - 2))
    assume(digits[at] != digits[at + 1])
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    swapped = "".join(digits)
    with pytest.raises(Mistyped):
        numbering.read(f"{swapped[:2]}-{swapped[2:-1]}-{swapped[-1]}")


@pytest.mark.parametrize(
    "written",
    [
        "26-104233-{}", " 26-104233-{} ", "26 104233 {}", "26104233{}", "#26-104233-{}",
        "26–104233–{}", "26 - 104233 - {}",
    ],
)  # fmt: skip
def test_a_number_is_read_however_people_write_it(written: str) -> None:
    digit = check_digit("26104233")
    assert numbering.read(written.format(digit)) == f"26-104233-{digit}"


def test_a_number_without_dashes_is_checked_as_well() -> None:
    wrong = (check_digit("26104233") + 1) % 10
    with pytest.raises(Mistyped):
        numbering.read(f"26104233{wrong}")


@pytest.mark.parametrize(
    "foreign", ["1-523590371", "1-816738961", "101000295613", "101000295614", "SR-2024_01", "abc"]
)
def test_numbers_of_other_systems_pass_as_they_are(foreign: str) -> None:
    assert numbering.read(foreign) == foreign


@given(st.integers(1_000_000, 9_999_999_999).map(lambda n: f"1-{n}"))
def test_numbers_in_the_manner_of_los_angeles_pass(foreign: str) -> None:
    assert numbering.read(foreign) == foreign


@pytest.mark.parametrize("nothing", ["", " ", "x", "a/b", "../x", "1;drop", "é" * 5, "1" * 41])
def test_what_cannot_be_a_number_is_refused(nothing: str) -> None:
    with pytest.raises(ValueError, match="not a request number"):
        numbering.read(nothing)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = numbering.read(text)
    except ValueError:
        return
    assert numbering.read(read) == read
