"""When daily letters are due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules.daily import HOUR, OLDEST, due_since, news_since

ZONES = st.sampled_from(["America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia", "UTC"])
MOMENTS = st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(MOMENTS, ZONES)
def test_letters_were_last_due_at_seven_of_today_or_of_yesterday(at: datetime, zone: str) -> None:
    due = due_since(at, ZoneInfo(zone))
    assert due <= at
    assert due.time() == HOUR
    assert at - due < timedelta(days=1, hours=25)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)), ZONES)
def test_letters_are_never_due_earlier_the_later_it_is(
    at: datetime, later: timedelta, zone: str
) -> None:
    assert due_since(at, ZoneInfo(zone)) <= due_since(at + later, ZoneInfo(zone))


@pytest.mark.parametrize(("hour", "minute", "day"), [(6, 59, 2), (7, 0, 3), (23, 59, 3), (0, 0, 2)])
def test_before_seven_the_letters_of_yesterday_are_the_last(
    hour: int, minute: int, day: int
) -> None:
    zone = ZoneInfo("America/Los_Angeles")
    at = datetime(2026, 3, 3, hour, minute, tzinfo=zone)
    assert due_since(at, zone) == datetime(2026, 3, day, 7, tzinfo=zone)


def test_after_a_long_halt_nobody_is_told_of_weeks() -> None:
    at = datetime(2026, 3, 3, tzinfo=UTC)
    assert news_since(at - timedelta(days=1), at) == at - timedelta(days=1)
    assert news_since(at - timedelta(days=30), at) == at - OLDEST
