"""Working weeks as a folder writes them, and as they are kept."""

from datetime import date, time

import pytest
from hypothesis import given
from weeks import LOS_ANGELES, weeks

from townline.hours import WorkingWeek
from townline.staff.rules.calendars import BadCalendar, data_of, week_from, week_of_data

ZONE = "America/Los_Angeles"


def test_a_folder_writes_spans_by_day_and_leaves_out_closed_days():
    week = week_from(ZONE, {"mon": ["08:00-12:00", "13:00-24:00"]}, [date(2026, 12, 25)])
    assert week == WorkingWeek(
        zone=LOS_ANGELES,
        open=(((time(8), time(12)), (time(13), time(0))), (), (), (), (), (), ()),
        holidays=frozenset({date(2026, 12, 25)}),
    )


def test_holidays_may_have_hours_of_their_own():
    week = week_from(
        ZONE, {"mon": ["08:00-12:00"]}, [date(2026, 12, 25)], on_holidays=["09:00-24:00"]
    )
    assert week.spans_on(date(2026, 12, 25)) == ((time(9), time(0)),)
    assert "on_holidays" not in data_of(week_from(ZONE, {"mon": ["08:00-12:00"]}))
    with pytest.raises(BadCalendar, match="some on other days"):
        week_from(ZONE, {}, on_holidays=["09:00-10:00"])
    with pytest.raises(BadCalendar, match="is no span"):
        week_from(ZONE, {"mon": ["08:00-12:00"]}, on_holidays=["nine"])


@given(weeks())
def test_what_is_kept_is_what_was_given(week):
    assert week_of_data(data_of(week)) == week


@pytest.mark.parametrize(
    ("zone", "week", "holidays", "fault"),
    [
        (ZONE, {"monday": ["08:00-12:00"]}, [], "unknown day 'monday'"),
        (ZONE, {"mon": ["8-12"]}, [], "'8-12' is no span; write it like '08:00-12:00'"),
        (ZONE, {"mon": ["08:00"]}, [], "is no span"),
        (ZONE, {"mon": ["08:00-25:00"]}, [], "is no span"),
        (ZONE, {"mon": ["12:00-08:00"]}, [], "must follow one another: 12:00-08:00"),
        (ZONE, {"mon": ["08:00-12:00"]}, ["2026-02-30"], "2026-02-30|day is out of range"),
        ("Mars/Olympus", {"mon": ["08:00-12:00"]}, [], "unknown time zone 'Mars/Olympus'"),
        ("../etc/passwd", {"mon": ["08:00-12:00"]}, [], "."),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(zone, week, holidays, fault):
    with pytest.raises(BadCalendar, match=fault):
        week_from(zone, week, holidays)
