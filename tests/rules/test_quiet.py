"""Quiet hours: what is kept back goes out at their end, and nothing else is kept back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.quiet import quiet_until

ZONE = ZoneInfo("America/Los_Angeles")
NIGHT = (time(21), time(8))
times = st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("hour", "ends"),
    [(20, None), (21, 8 + 24), (23, 8 + 24), (3, 8), (8, None), (12, None)],
)
def test_a_night_lasts_until_its_morning(hour: int, ends: int | None) -> None:
    day = datetime(2026, 3, 2, tzinfo=ZONE)
    expected = None if ends is None else day + timedelta(hours=ends)
    assert quiet_until(day + timedelta(hours=hour), NIGHT, ZONE) == expected


def test_a_quiet_noon_lies_within_one_day() -> None:
    noon = datetime(2026, 3, 2, 12, 30, tzinfo=ZONE)
    assert quiet_until(noon, (time(12), time(14)), ZONE) == noon + timedelta(hours=1, minutes=30)
    assert quiet_until(noon, (time(13), time(14)), ZONE) is None


def test_no_hours_are_no_quiet() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=ZONE)
    assert quiet_until(noon, None, ZONE) is None
    assert quiet_until(noon, (time(12), time(12)), ZONE) is None


@given(moments, times, times)
def test_what_waits_goes_out_within_a_day_and_never_earlier(
    at: datetime, begins: time, ends: time
) -> None:
    until = quiet_until(at, (begins, ends), ZONE)
    if until is not None:
        assert at <= until <= at + timedelta(hours=25)


@given(moments, times, times)
def test_the_end_of_a_quiet_is_quiet_no_more(at: datetime, begins: time, ends: time) -> None:
    until = quiet_until(at, (begins, ends), ZONE)
    if until is not None and until.astimezone(ZONE).time().replace(tzinfo=None) == ends:
        assert quiet_until(until, (begins, ends), ZONE) is None
