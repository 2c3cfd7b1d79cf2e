"""What the titles of papers say of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules.papers_named import day_in, key_of, named, stated_by

OCTOBER = date(2025, 10, 24)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Report from City Attorney dated 10-24-25", OCTOBER),
        ("Speaker Card(s)_10-24-2025", OCTOBER),
        ("Communication(s) from Public 10_24_2025", OCTOBER),
        ("Attachment to Report dated 10-24-25 - Draft Ordinance", OCTOBER),
        ("Council Action dated 2-30-25", None),
        ("Council Action - Mayor Concurrence dated 1272023", None),
        ("CF 25-1186 Interested Parties Labels.docx", None),
    ],
)
def test_the_day_of_a_paper_is_the_one_in_its_title(title: str, day: date | None) -> None:
    assert day_in(title) == day


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Report from City Attorney  dated 10-24-25", "Report from City Attorney"),
        ("Speaker Card(s)_10-24-2025", "Speaker card(s)"),
        ("Attachment to Report dated 10-24-25 - Draft", "Attachment to Report - Draft"),
    ],
)
def test_two_sources_name_one_paper_alike_with_and_without_its_day(one: str, other: str) -> None:
    assert named(one).key == key_of(other, OCTOBER)
    assert named(one).key != key_of(other, None)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Community Impact Statement submitted by Demo Council_07-08-2025", "Demo Council"),
        ("Community Impact Statement submitted by Demo Council 9-5-25", "Demo Council"),
        ("Community Impact Statement submitted by Demo Council", "Demo Council"),
        ("Report on a Community Impact Statement submitted by Demo Council", ""),
        ("Motion", ""),
    ],
)
def test_whose_statement_a_paper_is_stands_in_its_title(title: str, body: str) -> None:
    assert stated_by(title) == body


def test_an_ordinance_is_known_by_its_number_and_a_report_by_its_own() -> None:
    assert named("Final Ordinance No. 188753 dated 10-31-25").reference == "188753"
    assert named("Attachment to Communication R22-0436 dated 12-07-22").reference == "R22-0436"
    assert named("Agreement No. 1").reference == ""


@given(st.text(), st.none() | st.dates())
def test_whatever_a_title_says_it_is_the_same_paper_as_itself(title: str, day: date | None) -> None:
    assert key_of(title, day) == key_of(f" {title} ", day)
    assert named(title).key == named(title).key
