"""How dates are said at the desk: by the day in the city's zone, not by the server's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from townline.desk.wording import due_of, language_name

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 3, 6, 16, 30, tzinfo=ZONE)


@dataclass
class Found:
    """As much of a request as its due date is said by."""

    due_at: datetime | None = None
    status: str = "open"
    closed_at: datetime | None = None
    paused_at: datetime | None = None

    @property
    def overdue(self) -> bool:
        return self.due_at is not None and self.due_at < NOW


def said(**facts: Any) -> str:
    found: Any = Found(**facts)
    return due_of(found, NOW, ZONE).words


@pytest.mark.parametrize(
    ("due_at", "words"),
    [
        (None, "No promised date"),
        (NOW + timedelta(hours=7), "Due today at 11:30 p.m."),
        (NOW + timedelta(hours=8), "Due tomorrow at 12:30 a.m."),
        (NOW + timedelta(days=3), "Due on Monday, March 9, 2026"),
        (NOW + timedelta(days=7), "Due on March 13, 2026"),
        (NOW - timedelta(minutes=20), "Overdue for less than an hour"),
        (NOW - timedelta(hours=1), "Overdue for 1 hour"),
        (NOW - timedelta(hours=47), "Overdue for 47 hours"),
        (NOW - timedelta(days=2), "Overdue for 2 days"),
    ],
)
def test_a_due_date_is_said_in_words(due_at: datetime | None, words: str) -> None:
    assert said(due_at=due_at) == words


def test_what_is_not_counting_down_says_why() -> None:
    assert said(due_at=NOW, paused_at=NOW) == "The clock stands still"
    assert said(due_at=NOW, status="joined") == "Closes with the one it joined"
    assert said(due_at=NOW, closed_at=NOW) == "Closed on March 6, 2026"


def test_what_is_late_or_soon_is_marked_besides_its_words() -> None:
    late: Any = Found(due_at=NOW - timedelta(days=3))
    soon: Any = Found(due_at=NOW + timedelta(hours=2))
    assert due_of(late, NOW, ZONE).late
    assert due_of(soon, NOW, ZONE).soon
    assert not due_of(soon, NOW, ZONE).late


def test_a_language_is_named_in_its_own_words() -> None:
    assert language_name("es") == "español"
    assert language_name("xx-unknown") == "xx-unknown"
