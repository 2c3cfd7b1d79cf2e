"""Planned time against what agents said, by half-hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules import shifts
from townline.contacts.rules.shifts import BadShift, Stretch

ZONE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 2, tzinfo=ZONE)
DAY = Stretch(START, START + timedelta(days=1))


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@st.composite
def apart(draw) -> list[Stretch]:
    marks = sorted(draw(st.sets(st.integers(0, 24 * 60), max_size=8)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [Stretch(at(a / 60), at(b / 60)) for a, b in pairs]


def length(stretches: list[Stretch]) -> timedelta:
    return sum((each.ends_at - each.starts_at for each in stretches), timedelta(0))


@given(apart(), apart())
def test_half_hours_add_up_to_the_day(planned: list[Stretch], there: list[Stretch]) -> None:
    found = shifts.adherence(planned, there, of=DAY, until=DAY.ends_at)
    whole = shifts.whole(found, START)
    assert len(found) == 48
    assert whole.planned == length(planned)
    assert whole.kept + whole.unplanned == length(there)
    assert all(each.kept <= each.planned <= shifts.HALF_HOUR for each in found)


@given(apart())
def test_who_is_there_as_planned_keeps_all_of_it(planned: list[Stretch]) -> None:
    whole = shifts.whole(shifts.adherence(planned, planned, of=DAY, until=DAY.ends_at), START)
    assert whole.share in ((None,) if not planned else (1.0,))
    assert not whole.unplanned


def test_what_has_not_come_yet_counts_neither_way() -> None:
    planned = [Stretch(at(8), at(16))]
    whole = shifts.whole(shifts.adherence(planned, planned, of=DAY, until=at(9.25)), START)
    assert whole.planned == whole.kept == timedelta(hours=1.25)


@pytest.mark.parametrize(("day", "count"), [((2026, 3, 8), 46), ((2026, 11, 1), 50)])
def test_a_day_on_which_clocks_are_set_has_other_half_hours(day, count) -> None:
    begins = datetime(*day, tzinfo=ZONE)
    of = Stretch(begins, datetime(day[0], day[1], day[2] + 1, tzinfo=ZONE))
    assert len(shifts.adherence([], [], of=of, until=of.ends_at)) == count


@pytest.mark.parametrize(("begins", "ends"), [(9, 9), (9, 8), (0, 17), (11, 13), (8, 16)])
def test_a_shift_that_cannot_be_is_refused(begins: float, ends: float) -> None:
    with pytest.raises(BadShift):
        shifts.check(Stretch(at(begins), at(ends)), [Stretch(at(12), at(15))])


def test_shifts_may_touch() -> None:
    shifts.check(Stretch(at(8), at(12)), [Stretch(at(12), at(15))])
