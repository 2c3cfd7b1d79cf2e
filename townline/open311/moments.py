"""Moments as Open311 writes them."""

from datetime import datetime, tzinfo


def moment(at: datetime, zone: tzinfo) -> str:
    """Return a moment to the second, in that zone, with its offset from UTC."""
    return at.astimezone(zone).isoformat(timespec="seconds")
