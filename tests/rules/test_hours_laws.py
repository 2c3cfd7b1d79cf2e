"""Laws that the arithmetic of working time keeps, whatever the week, the zone and the day."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from weeks import KATHMANDU, LOS_ANGELES, OFFICE, local, moments, weekdays, weeks

from townline.hours import (
    UNITS,
    Promise,
    WorkingWeek,
    add,
    due,
    due_many,
    is_open,
    next_opening,
    worked,
)

MICROSECONDS = moments(step=timedelta(microseconds=977_777_777))
AMOUNTS = st.integers(0, 400_000_000_000).map(lambda us: timedelta(microseconds=us))
WORKING = st.sampled_from(("working_hours", "working_days"))
STEADY = st.sampled_from(("hours", "working_hours"))
FEW = st.integers(1, 60)
thorough = settings(max_examples=200, deadline=None)


@thorough
@given(weeks(), MICROSECONDS, MICROSECONDS, FEW, STEADY)
def test_who_starts_later_is_not_due_earlier(week, one, other, amount, unit):
    first, last = sorted((one, other))
    promise = Promise(amount, unit)
    assert due(first, promise, week).astimezone(UTC) <= due(last, promise, week).astimezone(UTC)


@thorough
@given(
    weeks(), MICROSECONDS, st.integers(0, 10_000), FEW, st.sampled_from(("days", "working_days"))
)
def test_days_keep_the_order_of_what_clocks_show(week, start, minutes, amount, unit):
    later = start + timedelta(minutes=minutes)
    assume(_shown(start, week) <= _shown(later, week))
    promise = Promise(amount, unit)
    assert due(start, promise, week).astimezone(UTC) <= due(later, promise, week).astimezone(UTC)


@thorough
@given(weeks(), MICROSECONDS, FEW, st.sampled_from(UNITS))
def test_more_is_due_later(week, start, amount, unit):
    less, more = (due(start, Promise(n, unit), week) for n in (amount, amount + 1))
    assert start < less.astimezone(UTC) < more.astimezone(UTC)


@thorough
@given(weeks(), MICROSECONDS, AMOUNTS, AMOUNTS)
@example(weekdays(OFFICE), local(2026, 11, 20, 8), timedelta(hours=9), timedelta(hours=9))
def test_working_time_adds_up(week, start, one, other):
    twice, once = add(add(start, one, week), other, week), add(start, one + other, week)
    assert twice.astimezone(UTC) == once.astimezone(UTC)


@thorough
@given(weeks(), MICROSECONDS, AMOUNTS)
def test_what_was_added_was_worked(week, start, amount):
    assert worked(start, add(start, amount, week), week) == amount


@thorough
@given(weeks(), MICROSECONDS, MICROSECONDS, MICROSECONDS)
def test_work_over_two_stretches_is_their_sum(week, one, two, three):
    assert worked(one, two, week) + worked(two, three, week) == worked(one, three, week)
    assert abs(worked(one, two, week)) <= abs(two - one)


@thorough
@given(weeks(), MICROSECONDS, FEW, WORKING)
def test_a_working_promise_is_never_due_in_closed_time(week, start, amount, unit):
    found = due(start, Promise(amount, unit), week)
    just_before = found.astimezone(UTC) - timedelta(microseconds=1)
    assert is_open(found, week) or is_open(just_before, week)


@thorough
@given(weeks(), MICROSECONDS, FEW)
def test_working_days_fall_on_working_days(week, start, amount):
    found = due(start, Promise(amount, "working_days"), week)
    day = (found.astimezone(UTC) - timedelta(microseconds=1)).astimezone(week.zone).date()
    assert week.works_on(day) or week.works_on(found.date())


@thorough
@given(weeks(), MICROSECONDS)
def test_nothing_is_worked_before_the_next_opening(week, at):
    opening = next_opening(at, week)
    assert opening.astimezone(UTC) >= at
    assert is_open(opening, week)
    assert worked(at, opening, week) == timedelta(0)


@settings(max_examples=100, deadline=None)
@given(weeks(), st.lists(moments(), min_size=1, max_size=30), FEW, st.sampled_from(UNITS))
def test_many_are_due_when_each_is_due(week, starts, amount, unit):
    promise = Promise(amount, unit)
    seconds = np.array([int(start.timestamp()) for start in starts])
    expected = [due(start, promise, week).timestamp() for start in starts]
    assert due_many(seconds, promise, week).tolist() == expected


@settings(max_examples=100, deadline=None)
@given(weeks(), moments(step=timedelta(milliseconds=62_500)), FEW, st.sampled_from(UNITS))
def test_many_may_have_fractions_of_seconds(week, start, amount, unit):
    promise = Promise(amount, unit)
    found = due_many(np.array([start.timestamp()]), promise, week)
    assert found.tolist() == [due(start, promise, week).timestamp()]


@pytest.mark.parametrize("unit", UNITS)
def test_many_of_a_whole_year_are_due_when_each_is_due(unit):
    short = ((time(9), time(12)), (time(13), time(15)))
    week = WorkingWeek(
        zone=LOS_ANGELES, open=((OFFICE,), short, (OFFICE,), short, (OFFICE,), short, ())
    )
    starts = np.arange(1_767_225_600, 1_767_225_600 + 366 * 86_400, 4321)
    promise = Promise(2, unit)
    singly = [due(datetime.fromtimestamp(int(s), UTC), promise, week).timestamp() for s in starts]
    assert due_many(starts, promise, week).tolist() == singly


def test_of_none_none_is_due():
    assert due_many(np.array([], dtype=np.int64), Promise(1, "days"), weekdays(OFFICE)).size == 0


def test_the_order_of_questions_changes_no_answer():
    early, late = local(1995, 5, 5, 9), local(2045, 5, 5, 9)
    forwards, backwards = weekdays(OFFICE), weekdays(OFFICE)
    promise = Promise(7, "working_hours")
    assert [due(early, promise, forwards), due(late, promise, forwards)] == [
        *reversed([due(late, promise, backwards), due(early, promise, backwards)])
    ]


def _shown(at, week):
    opening = next_opening(at, week)
    return opening.replace(tzinfo=None), at.astimezone(week.zone).replace(tzinfo=None)


def test_the_zone_is_kept():
    assert add(local(2026, 11, 16, 9), timedelta(0), weekdays(OFFICE)).tzinfo is LOS_ANGELES


@thorough
@given(weeks(), MICROSECONDS)
@example(
    weekdays(OFFICE, holidays=(local(2026, 11, 26).date(),), on_holidays=((time(9), time(0)),)),
    local(2026, 11, 27),
)
def test_each_day_is_open_in_its_own_spans_and_a_holiday_in_those_of_holidays(week, at):
    week = replace(week, zone=KATHMANDU)  # where every day has all its hours, and each once
    local_at = at.astimezone(KATHMANDU)
    day, clock = local_at.date(), local_at.time()
    spans = week.on_holidays if day in week.holidays else week.open[day.weekday()]
    assert week.spans_on(day) == spans
    open_now = any(
        opens <= clock and (clock < closes or closes == time(0)) for opens, closes in spans
    )
    assert is_open(at, week) is open_now
    midnight = datetime.combine(day, time(0), KATHMANDU)
    lengths = (
        timedelta(hours=b.hour or 24 * (b == time(0)), minutes=b.minute)
        - timedelta(hours=a.hour, minutes=a.minute)
        for a, b in spans
    )
    assert worked(midnight, midnight + timedelta(days=1), week) == sum(lengths, timedelta(0))
