"""The daily digest of a department: of which day it is, since when it tells, what it counts."""

from datetime import date, datetime, timedelta, tzinfo

from townline.contacts.rules.daily import HOUR
from townline.hours import WorkingWeek

COUNTS = ("late", "due_today", "unassigned", "dormant", "escalated", "reopened")
"""What a digest counts, the most urgent first."""
DORMANT = timedelta(days=14)
"""For how long residents have read nothing new of a request that is called dormant."""
MOST_WORST = 10
LONGEST_REST = 31
"""Days: a department that rests for longer is told of this many."""


def morning(on: date, zone: tzinfo) -> datetime:
    """Return when the digest of a day is written, by the city's clock."""
    return datetime.combine(on, HOUR, zone)


def due_on(at: datetime, week: WorkingWeek, zone: tzinfo) -> date | None:
    """Return the day whose digest is to be written by now; None before it, and on a day of rest."""
    local = at.astimezone(zone)
    if local < morning(local.date(), zone) or not week.works_on(local.date()):
        return None
    return local.date()


def told_since(on: date, week: WorkingWeek, zone: tzinfo) -> datetime:
    """Return from when on a digest tells: the morning of the working day before."""
    for days in range(1, LONGEST_REST + 1):
        day = on - timedelta(days=days)
        if week.works_on(day):
            return morning(day, zone)
    return morning(on - timedelta(days=LONGEST_REST), zone)
