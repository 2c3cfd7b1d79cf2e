"""When a report is due, and how it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules.instructions import (
    NoSuchDay,
    Stage,
    Standing,
    standing,
    term,
    to_remind,
)

GIVEN = date(2022, 3, 25)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def test_thirty_days_are_thirty_days() -> None:
    assert term(GIVEN, days=30).due == date(2022, 4, 24)


def test_a_day_that_is_not_after_the_activity_is_refused() -> None:
    with pytest.raises(NoSuchDay, match="after March 25, 2022"):
        term(GIVEN, due=GIVEN)
    with pytest.raises(NoSuchDay, match="not both"):
        term(GIVEN, due=GIVEN + timedelta(days=3), days=3)
    with pytest.raises(NoSuchDay, match="1 to 3660"):
        term(GIVEN, days=0)


@given(DAYS, DAYS)
def test_an_instruction_is_overdue_from_the_day_after_it_was_due(due: date, on: date) -> None:
    assert (standing(due, None, on, ahead=7) is Standing.OVERDUE) is (on > due)


@given(st.none() | DAYS, DAYS, DAYS)
def test_what_came_is_satisfied_from_that_day_on(due: date | None, came: date, on: date) -> None:
    assert (standing(due, came, on, ahead=7) is Standing.SATISFIED) is (came <= on)


def test_without_a_day_nothing_is_ever_overdue() -> None:
    assert standing(None, None, date(2090, 1, 1), ahead=7) is Standing.UNDATED


@given(DAYS, st.sets(st.integers(-30, 30), min_size=1, max_size=20), st.integers(1, 14))
def test_however_often_it_is_looked_at_each_stage_is_reminded_of_once(
    due: date, offsets: set[int], ahead: int
) -> None:
    reminded: date | None = None
    stages = []
    for offset in sorted(offsets):
        on = due + timedelta(days=offset)
        for _twice in range(2):
            stage = to_remind(due, None, reminded, on, ahead=ahead)
            if stage is not None:
                stages.append(stage)
                reminded = on
    near = any(-ahead <= offset <= 0 for offset in offsets)
    past = any(offset > 0 for offset in offsets)
    assert stages == [Stage.NEAR] * near + [Stage.PAST] * past


@given(DAYS, DAYS)
def test_nobody_is_reminded_of_what_came_or_has_no_day(came: date, on: date) -> None:
    assert to_remind(None, None, None, on, ahead=7) is None
    assert (to_remind(came, came, None, max(on, came), ahead=7)) is None
