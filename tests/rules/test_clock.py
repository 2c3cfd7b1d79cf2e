"""A request's clocks: pauses give back exactly the working time that they took."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from townline import hours
from townline.hours import Promise, WorkingWeek
from townline.requests.rules import clock

ZONE = ZoneInfo("America/Los_Angeles")
OFFICE = WorkingWeek(zone=ZONE, open=(*(((time(8), time(16)),) for _ in range(5)), (), ()))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SPANS = st.timedeltas(timedelta(0), timedelta(days=60))
PROMISES = st.builds(Promise, st.integers(1, 20), st.sampled_from(hours.UNITS))


@given(MOMENTS, PROMISES, SPANS)
def test_a_pause_of_no_time_changes_nothing(at: datetime, promise: Promise, after: timedelta):
    due = hours.due(at, promise, OFFICE)
    paused = at + after
    rest = clock.left(paused, due, OFFICE)
    resumed = clock.resume(paused, rest, due, OFFICE)
    assert resumed is not None
    assert hours.worked(due, resumed, OFFICE) == timedelta(0)
    assert resumed >= due


@given(MOMENTS, PROMISES, SPANS, SPANS)
def test_a_pause_moves_the_promise_by_the_working_time_that_it_took(
    at: datetime, promise: Promise, after: timedelta, lasts: timedelta
) -> None:
    due = hours.due(at, promise, OFFICE)
    paused = at + after
    resumed = clock.resume(paused + lasts, clock.left(paused, due, OFFICE), due, OFFICE)
    assert resumed is not None
    stood = hours.worked(paused, paused + lasts, OFFICE)
    rest = hours.worked(paused, due, OFFICE)
    if rest <= timedelta(0):
        assert resumed == due, "a pause cannot mend a broken promise"
    else:
        assert hours.worked(due, resumed, OFFICE) == stood


@given(MOMENTS, PROMISES, SPANS, SPANS, SPANS)
def test_a_longer_pause_never_makes_the_promise_earlier(
    at: datetime, promise: Promise, after: timedelta, lasts: timedelta, more: timedelta
) -> None:
    due = hours.due(at, promise, OFFICE)
    paused = at + after
    rest = clock.left(paused, due, OFFICE)
    short = clock.resume(paused + lasts, rest, due, OFFICE)
    long = clock.resume(paused + lasts + more, rest, due, OFFICE)
    assert short is not None
    assert long is not None
    assert due <= short <= long


@given(MOMENTS, MOMENTS)
def test_a_clock_that_stands_still_breaks_nothing(at: datetime, due: datetime) -> None:
    assert not clock.overdue(at, due, paused=True)
    assert clock.overdue(at, due, paused=False) is (at > due)
    assert not clock.overdue(at, None, paused=False)


def test_without_a_promise_there_is_nothing_to_move() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    begun = clock.start(at, respond=None, resolve=None, week=OFFICE)
    assert (begun.respond_by, begun.due_at) == (None, None)
    assert clock.left(at, None, OFFICE) is None
    assert clock.resume(at, None, None, OFFICE) is None
    assert clock.resume(at, None, at, OFFICE) == at


def test_the_reasons_that_come_by_themselves_are_not_for_choosing() -> None:
    assert set(clock.PAUSES) - set(clock.CHOSEN) == {"waiting_resident", "not_said"}
