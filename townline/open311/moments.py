"""Moments as Open311 writes them."""

from datetime import datetime, tzinfo


def moment(at: datetime, zone: tzinfo) -> str:
    """Return a moment to the second, in that zone, with its offset from UTC."""
    return at.astimezone(zone).isoformat(timespec="seconds")


def unwritten(at: datetime, zone: tzinfo) -> datetime | str:
    """
    Return what comes out as ``moment`` does once the whole answer is written, but much faster.

    At UTC it is the text itself: JSON would have ``Z`` for the offset.
    """
    local = at.astimezone(zone).replace(microsecond=0)
    return local if local.utcoffset() else local.isoformat()
