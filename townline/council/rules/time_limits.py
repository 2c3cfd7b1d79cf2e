"""The time limit of a file, and the Council's last day to act, as agendas print them."""

import re
from dataclasses import dataclass
from datetime import date

from townline.council.rules.reasons import MONTHS

DAY = r"([a-z]+\s+\d{1,2},\s+\d{4})"
PRINTED = re.compile(
    rf"time\s+limit\s+file\s*[-\u2013\u2014:]\s*{DAY}"
    rf"(?:\s*\(?\s*last\s+day\s+for\s+council\s+action\s*[-\u2013\u2014:]\s*{DAY}\s*\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class TimeLimit:
    """What an agenda says beside an item."""

    limit: date
    """The day by which the Council must have acted."""
    last_day: date | None
    """Its last meeting day before that, as printed; None where the agenda names none."""


def time_limits(text: str) -> tuple[TimeLimit, ...]:
    """Return the time limits that stand in an item of an agenda, as they stand there, each once."""
    found = (
        TimeLimit(limit, _day(match[2]) if match[2] else None)
        for match in PRINTED.finditer(text)
        if (limit := _day(match[1])) is not None
    )
    return tuple(dict.fromkeys(found))


def _day(words: str) -> date | None:
    """Return the day; None for what is no day, e.g. February 30, 2026."""
    try:
        month, day, year = words.replace(",", " ").split()
        return date(int(year), MONTHS.index(month.title()) + 1, int(day))
    except ValueError:
        return None
