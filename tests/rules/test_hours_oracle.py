"""The arithmetic of working time, held against somebody who watches the clock every minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from weeks import moments, weeks

from townline.hours import Promise, WorkingWeek, add, due, is_open, next_opening, worked

MINUTE = timedelta(minutes=1)
patient = settings(max_examples=60, deadline=None)


def watch(start: datetime, week: WorkingWeek) -> Iterator[tuple[datetime, datetime, bool]]:
    """
    Yield every minute from ``start`` on: the moment, the latest time shown so far, and if open.

    A clock that is set back shows nothing new until it has caught up with itself.
    """
    at, shown = start - timedelta(hours=25), datetime.min
    while True:
        shown = max(shown, at.astimezone(week.zone).replace(tzinfo=None))
        if at >= start:
            yield at, shown, _within(shown, week)
        at += MINUTE


def _within(shown: datetime, week: WorkingWeek) -> bool:
    at_work = week.on_holidays if shown.date() in week.holidays else week.open[shown.weekday()]
    return any(
        opens <= shown.time() and (shown.time() < closes or closes == time())
        for opens, closes in at_work
    )


def slow_add(start: datetime, minutes: int, week: WorkingWeek) -> datetime:
    """Use up so many open minutes, one after another."""
    for at, _, is_open_now in watch(start, week):
        minutes -= is_open_now
        if not minutes:
            return at + MINUTE
    raise AssertionError("the watch never ends")


def slow_day(start: datetime, days: int, week: WorkingWeek) -> datetime:
    """Wait for the opening, count days that open, then for the time or the last closing."""
    minutes = watch(start, week)
    opening = next(at for at, _, is_open_now in minutes if is_open_now)
    clock = opening.astimezone(week.zone).replace(tzinfo=None)
    seen: set[date] = set()
    closing = None
    for at, shown, is_open_now in minutes:
        if closing and len(seen) == days and shown.date() not in seen:
            return closing
        if is_open_now and shown.date() > clock.date():
            if len(seen) == days and shown.date() not in seen:
                assert closing
                return closing
            seen.add(shown.date())
            closing = at + MINUTE
            if len(seen) == days and shown.time() >= clock.time():
                return at
    raise AssertionError("the watch never ends")


@patient
@given(weeks(), moments(), st.integers(1, 1500))
def test_working_time_is_what_a_watcher_counts(week, start, minutes):
    found = add(start, minutes * MINUTE, week)
    assert found.astimezone(UTC) == slow_add(start, minutes, week)


@patient
@given(weeks(), moments(), st.integers(1, 3))
def test_working_days_are_what_a_watcher_counts(week, start, days):
    found = due(start, Promise(days, "working_days"), week)
    assert found.astimezone(UTC) == slow_day(start, days, week)


@patient
@given(weeks(), moments(), st.integers(0, 3000))
def test_work_done_is_what_a_watcher_counts(week, start, minutes):
    seen = [
        is_open_now
        for _, (_, _, is_open_now) in zip(range(minutes), watch(start, week), strict=False)
    ]
    assert worked(start, start + minutes * MINUTE, week) == sum(seen) * MINUTE


@patient
@given(weeks(), moments())
def test_open_is_what_a_watcher_sees(week, start):
    at, _, is_open_now = next(watch(start, week))
    assert is_open(at, week) is is_open_now
    opening = next(at for at, _, is_open_now in watch(start, week) if is_open_now)
    assert next_opening(start, week).astimezone(UTC) == opening
