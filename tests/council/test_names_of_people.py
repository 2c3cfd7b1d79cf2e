"""One person, many spellings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import people
from townline.council.rules.people import Membership, Names, Person

SOTO = Person(code="soto", name="Hugo Soto-Martínez", spellings=("Soto-Martinez",))
PRICE = Person(code="price", name="Curren D. Price, Jr.", spellings=("Curren Price",))
DEMO = Person(code="demo", name="Demo Martínez")
NAMES = Names((SOTO, PRICE, DEMO))
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáéíñçü'- .", max_size=25)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("HUGO SOTO-MARTINEZ", "soto"),
        ("Soto-Martínez", "soto"),
        ("Soto Martinez", "soto"),
        ("CURREN D. PRICE", "price"),
        ("Councilmember Curren Price", "price"),
        ("demo martinez", "demo"),
        ("Nobody", None),
        ("", None),
    ],
)
def test_people_are_found_as_records_write_them(written: str, code: str | None) -> None:
    assert NAMES.find(written) == code


def test_a_surname_that_two_have_means_neither() -> None:
    assert NAMES.find("Martinez") is None


@given(LETTERS)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert people.folded(people.folded(name)) == people.folded(name)


@given(LETTERS)
def test_case_and_accents_make_nobody_else(name: str) -> None:
    assert people.folded(name.upper()) == people.folded(name)


@given(st.sets(LETTERS, max_size=8))
def test_codes_are_never_given_twice(names: set[str]) -> None:
    taken: list[str] = []
    for name in sorted(names):
        taken.append(people.code_for(name, taken))
    assert len(set(taken)) == len(taken)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TIM MCOSKER", "Tim McOsker"),
        ("HUGO SOTO-MARTINEZ", "Hugo Soto-Martinez"),
        ("Tim McOsker", "Tim McOsker"),
        ("MARQUEECE  HARRIS-DAWSON", "Marqueece Harris-Dawson"),
    ],
)
def test_names_in_capitals_become_names(written: str, name: str) -> None:
    assert people.proper(written) == name


def test_movers_and_seconders_are_read_from_a_motion() -> None:
    assert people.surnames("(Rodriguez - McOsker)") == ("Rodriguez", "McOsker")
    assert people.surnames("(Jurado – Soto-Martinez)") == ("Jurado", "Soto-Martinez")
    assert people.surnames("(Park -Padilla - et al.)") == ("Park", "Padilla")


def test_a_membership_holds_from_its_first_day_up_to_but_not_with_the_last() -> None:
    day = date(2025, 7, 1)
    seat = Membership(person="soto", body="council", seat="13", until=day)
    after = Membership(person="demo", body="council", seat="13", since=day)
    assert seat.on(date(2025, 6, 30))
    assert not seat.on(day)
    assert list(people.holders((seat, after), "council", day)) == ["demo"]
