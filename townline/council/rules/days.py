"""Days as sentences have them: "November 1, 2022"."""

import re
from datetime import date, datetime
from functools import lru_cache

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
PATTERN = rf"(?:{'|'.join(MONTHS)}) [1-9][0-9]?, [1-9][0-9]{{3}}"
"""What looks like a day; that there is one, :func:`read` says."""
_ORDINALS = {name: ordinal for ordinal, name in enumerate(MONTHS, start=1)}
_DAY = re.compile(PATTERN)


@lru_cache(maxsize=65536)
def read(text: str) -> date | None:
    """Return the day that a text names in full, or None."""
    if not _DAY.fullmatch(text):
        return None
    month, day, year = text.split(" ")
    try:
        return date(int(year), _ORDINALS[month], int(day[:-1]))
    except ValueError:  # such as February 30
        return None


def write(day: date) -> str:
    """Return a day as sentences have it."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year:04}"


def write_moment(at: datetime) -> str:
    """Return day and hour as papers have them, in the zone of the moment: "…, 10:00 AM"."""
    hour = at.hour % 12 or 12
    return f"{write(at.date())}, {hour}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"
