"""An agenda stands long enough before its meeting, or is refused."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules.notice import TooLate, notice, require_notice

HOURS = {"regular": 72, "special": 24}
ZONE = ZoneInfo("America/Los_Angeles")
TUESDAY = datetime(2025, 10, 28, 10, tzinfo=ZONE)


def test_friday_morning_is_in_time_for_tuesday_since_weekends_count() -> None:
    friday = datetime(2025, 10, 24, 17, tzinfo=ZONE)
    assert notice("regular", TUESDAY, friday, HOURS).kept
    assert notice("regular", TUESDAY, friday, HOURS).given == 89


def test_the_last_moment_is_in_time_and_the_next_is_not() -> None:
    last = notice("regular", TUESDAY, TUESDAY, HOURS).until
    assert require_notice("regular", TUESDAY, last, HOURS).given == 72
    with pytest.raises(TooLate, match="Call a special meeting, which takes 24"):
        require_notice("regular", TUESDAY, last + timedelta(seconds=1), HOURS)


def test_a_special_meeting_takes_a_day() -> None:
    assert require_notice("special", TUESDAY, TUESDAY - timedelta(hours=46.7), HOURS).kept
    with pytest.raises(TooLate, match="Move the meeting"):
        require_notice("special", TUESDAY, TUESDAY - timedelta(hours=23), HOURS)


def test_hours_are_hours_that_pass_when_the_clocks_change() -> None:
    monday = datetime(2025, 11, 3, 10, tzinfo=ZONE)  # the clocks went back on Sunday
    friday = datetime(2025, 10, 31, 10, tzinfo=ZONE)
    assert notice("regular", monday, friday, HOURS).given == 73


@given(st.floats(0, 400), st.sampled_from(["regular", "special", "adjourned"]), st.integers(1, 200))
def test_in_time_is_at_or_before_the_last_moment(before: float, kind: str, hours: int) -> None:
    at = TUESDAY - timedelta(hours=before)
    found = notice(kind, TUESDAY, at, {"regular": hours, "special": 24})
    assert (
        found.kept is (at.astimezone(UTC) <= found.until) or abs(found.given - found.hours) < 1e-6
    )
