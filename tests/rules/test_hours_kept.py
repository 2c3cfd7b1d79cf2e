"""Weeks that count working days by the clock alone, as many cities' own software does."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks import LOS_ANGELES, OFFICE, local, moments, weeks

from townline.hours import Promise, WorkingWeek, due, due_many
from townline.staff.rules.calendars import data_of, week_of_data

WEEK = WorkingWeek(zone=LOS_ANGELES, open=((OFFICE,),) * 5 + ((), ()), keeps_time=True)
thorough = settings(max_examples=200, deadline=None)


def kept(week: WorkingWeek) -> WorkingWeek:
    """Return the same week, counted by the clock."""
    return replace(week, keeps_time=True)


def slow(start: datetime, days: int, week: WorkingWeek) -> datetime:
    """Turn the pages of a calendar, one day at a time."""
    shown = start.astimezone(week.zone).replace(tzinfo=None)
    day, clock = shown.date(), shown.time()
    while not works_on(week, day):
        day += timedelta(days=1)
    if moment(day, clock, week) >= closing(day, week):
        day += timedelta(days=1)
        while not works_on(week, day):
            day += timedelta(days=1)
        clock = week.spans_on(day)[0][0]
    for _ in range(days):
        day += timedelta(days=1)
        while not works_on(week, day):
            day += timedelta(days=1)
    return min(moment(day, clock, week), closing(day, week))


def works_on(week, day) -> bool:
    """Whether the day has hours that any clock shows."""
    return week.works_on(day) and any(
        moment(day, opens, week) < moment(day, closes, week, end=True)
        for opens, closes in week.spans_on(day)
    )


def closing(day, week) -> datetime:
    """The last closing of a working day."""
    return moment(day, week.spans_on(day)[-1][1], week, end=True)


def moment(day, clock, week, *, end=False) -> datetime:
    """The first moment at which clocks show a time of the day or a later one, in UTC."""
    if end and clock == time():
        day += timedelta(days=1)
    shown = datetime.combine(day, clock)
    at = shown.replace(tzinfo=week.zone).astimezone(UTC)
    back = at.astimezone(week.zone).replace(tzinfo=None)
    if back == shown:
        return at
    while at.astimezone(week.zone).replace(tzinfo=None) >= shown:
        at -= timedelta(minutes=1)
    return at + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("start", "one_day_later"),
    [
        (local(2026, 7, 6, 7), local(2026, 7, 7, 7)),
        (local(2026, 7, 6, 12), local(2026, 7, 7, 12)),
        (local(2026, 7, 6, 17), local(2026, 7, 8, 8)),
        (local(2026, 7, 6, 23), local(2026, 7, 8, 8)),
        (local(2026, 7, 3, 16), local(2026, 7, 6, 16)),
        (local(2026, 7, 3, 18), local(2026, 7, 7, 8)),
        (local(2026, 7, 4, 7), local(2026, 7, 7, 7)),
        (local(2026, 7, 5, 12), local(2026, 7, 7, 12)),
        (local(2026, 7, 5, 20), local(2026, 7, 8, 8)),
    ],
    ids=("early", "noon", "closing", "night", "Friday", "Friday night", "Saturday", "Sunday",
         "Sunday night"),
)  # fmt: skip
def test_a_start_outside_the_hours_keeps_its_time_until_the_closing(start, one_day_later):
    assert due(start, Promise(1, "working_days"), WEEK) == one_day_later


def test_working_hours_are_the_same_whether_a_week_keeps_time_or_not():
    early, plain = local(2026, 7, 6, 7), WorkingWeek(zone=LOS_ANGELES, open=WEEK.open)
    promise = Promise(3, "working_hours")
    assert due(early, promise, WEEK) == due(early, promise, plain) == local(2026, 7, 6, 11)


def test_a_shorter_day_ends_a_promise_at_its_closing():
    short = ((time(8), time(12)),)
    week = WorkingWeek(
        zone=LOS_ANGELES, open=((OFFICE,), short, *((OFFICE,),) * 3, (), ()), keeps_time=True
    )
    assert due(local(2026, 7, 6, 15), Promise(1, "working_days"), week) == local(2026, 7, 7, 12)


@thorough
@given(weeks(), moments(), st.integers(1, 9))
def test_days_by_the_clock_are_those_that_a_reader_of_calendars_counts(week, start, days):
    found = due(start, Promise(days, "working_days"), kept(week))
    assert found.astimezone(UTC) == slow(start, days, week)


@thorough
@given(weeks(), st.lists(moments(), min_size=1, max_size=8), st.integers(1, 60))
def test_many_at_once_are_due_when_each_alone_is(week, starts, days):
    promise = Promise(days, "working_days")
    seconds = np.array([int(start.timestamp()) for start in starts])
    alone = [due(start, promise, kept(week)).timestamp() for start in starts]
    assert due_many(seconds, promise, kept(week)).tolist() == alone


@thorough
@given(weeks(), moments(), st.integers(1, 20))
def test_what_starts_in_the_hours_is_due_as_in_any_week(week, start, days):
    promise = Promise(days, "working_days")
    by_hours, by_clock = due(start, promise, week), due(start, promise, kept(week))
    hours = {spans for spans in (*week.open, week.on_holidays) if spans}
    if len(hours) == 1 and len(week.open[0]) == 1:
        opens, closes = week.open[0][0]
        shown = start.astimezone(week.zone)
        inside = week.works_on(shown.date()) and opens <= shown.time()
        if inside and (shown.time() < closes or closes == time()):
            assert by_hours == by_clock


def test_a_week_that_keeps_time_is_kept_as_data():
    assert week_of_data(data_of(WEEK)) == WEEK
    plain = WorkingWeek(zone=LOS_ANGELES, open=WEEK.open)
    assert "keeps_time" not in data_of(plain)
    assert week_of_data(data_of(plain)) == plain
