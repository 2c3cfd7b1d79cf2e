"""How it is said that something is closed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from townline.ui.openings import clock, named

ZONE = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
"""Monday noon in Los Angeles."""


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=5), "5 p.m."),
        (timedelta(hours=20), "Tuesday, 8 a.m."),
        (timedelta(days=6), "Sunday, 1 p.m."),
        (timedelta(days=7), "March 9, 2026, 1 p.m."),
    ],
)
def test_a_moment_has_its_day_where_it_is_not_today(after: timedelta, words: str) -> None:
    assert clock(NOW + after, NOW, ZONE) == words


def test_what_is_closed_says_when_it_opens_where_it_does() -> None:
    opens = NOW + timedelta(hours=20)
    assert named("Trees", opens, NOW, ZONE) == "Trees (closed now, opens: Tuesday, 8 a.m.)"
    assert named("Trees", None, NOW, ZONE) == "Trees (closed now)"
