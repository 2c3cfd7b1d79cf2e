"""When a daily letter is due, and what it is about."""

from datetime import datetime, time, timedelta, tzinfo

HOUR = time(7)
"""When daily letters are written, by the clocks of the city."""
OLDEST = timedelta(days=3)
"""What happened longer ago is no news: after a long halt nobody is told of weeks."""


def due_since(at: datetime, zone: tzinfo) -> datetime:
    """Return the last time at which daily letters were due, by the clocks of a city."""
    local = at.astimezone(zone)
    today = datetime.combine(local.date(), HOUR, zone)
    return today if today <= local else datetime.combine(
        local.date() - timedelta(days=1), HOUR, zone
    )  # fmt: skip


def news_since(told_until: datetime, at: datetime) -> datetime:
    """Return from when on things are told to somebody who was last told at a moment."""
    return max(told_until, at - OLDEST)
