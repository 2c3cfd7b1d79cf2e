"""What subscribers and commenters of other rooms write about, and how their words are published."""

import re
from datetime import datetime, time, timedelta, tzinfo

TOPIC = r"^[a-z]+(-[a-z]+)*:\S.{0,198}$"
"""A kind and what is meant of it: ``council-file:21-0278``. What that is, its room knows."""
POSITIONS = ("for", "against")
"""What a comment may say that it is, besides nothing."""
DECIDED = ("accepted", "refused")
"""What becomes of a comment."""
LONGEST = 8000
"""Characters of a comment."""
NOON = time(12)
EVENING = time(17)


def is_topic(text: str) -> bool:
    """Return whether a text is a topic by its form."""
    return re.fullmatch(TOPIC, text) is not None


def batch_at(at: datetime, zone: tzinfo) -> str:
    """
    Return the name of the last batch whose hour had come, by the clocks of a city.

    Comments are published twice a day: those of the morning at noon, the others at five.

    >>> from datetime import UTC
    >>> batch_at(datetime(2026, 11, 25, 12, 30, tzinfo=UTC), UTC)
    '2026-11-25 AM'
    >>> batch_at(datetime(2026, 11, 25, 9, tzinfo=UTC), UTC)
    '2026-11-24 PM'
    """
    local = at.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    if clock >= EVENING:
        return f"{local.date()} PM"
    if clock >= NOON:
        return f"{local.date()} AM"
    return f"{local.date() - timedelta(days=1)} PM"


def closed_at(batch: str, zone: tzinfo) -> datetime:
    """
    Return until when a comment had to be accepted to be in a batch.

    :raises ValueError: if this is the name of no batch
    """
    day, _blank, half = batch.partition(" ")
    if half not in ("AM", "PM"):
        raise ValueError(f"a batch is a day with AM or PM, not {batch!r}")
    hour = NOON if half == "AM" else EVENING
    return datetime.combine(datetime.fromisoformat(day).date(), hour, zone)
