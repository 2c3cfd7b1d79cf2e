"""Changing when a city works: its calendars and its holidays, a step of a revision each."""

from collections.abc import Mapping
from datetime import datetime

from townline.cities.rules.city import City
from townline.founding.actions.revising import revise
from townline.founding.queries import revisions
from townline.founding.rules import editing, holidays
from townline.founding.rules.holidays import Holiday
from townline.founding.rules.organisation import CALENDARS, HOLIDAYS
from townline.record.verbs import Actor


def put_calendar(
    *,
    city: City,
    code: str,
    week: Mapping[str, tuple[str, ...]],
    holidays_set: str,
    holiday_hours: tuple[str, ...] = (),
    keeps_time: bool,
    by: Actor,
    at: datetime,
) -> bool:
    """
    Change a calendar, and return whether anything differs.

    :param week: spans such as ``08:00-17:00`` by weekday, as ``mon``; a day without is closed
    :param holidays_set: which set of holidays it keeps; empty for none, nor any hours on them
    :param holiday_hours: the spans of each holiday; none: it is closed
    :raises NotThere: if the folder has no such calendar
    """
    files = revisions.files_worked(city, revisions.worked(city, by))
    where = [("calendar", "code", code)]
    content = files.get(CALENDARS, b"")
    present = editing.table(content, where)
    values = {
        "week": {day: list(spans) for day, spans in week.items() if spans},
        "holidays": holidays_set or None,
        "holiday_hours": (list(holiday_hours) if holidays_set else None) or None,
        "keeps_time": True if keeps_time else None if "keeps_time" not in present else False,
    }
    new = editing.put(content, where, values)
    return revise(city=city, changes={CALENDARS: new}, what=f"Calendar {code}", by=by, at=at)


def add_holiday(*, city: City, holiday: Holiday, by: Actor, at: datetime) -> bool:
    """Add a day to a set of holidays; return False where the set has it already."""
    content = _holidays(city, by)
    if any((h.set, h.day) == (holiday.set, holiday.day) for h in holidays.read(content)):
        return False
    new = holidays.added(content, holiday)
    what = f"Holiday {holiday.day} of {holiday.set}: {holiday.name}"
    return revise(city=city, changes={HOLIDAYS: new}, what=what, by=by, at=at)


def remove_holiday(*, city: City, holiday: Holiday, by: Actor, at: datetime) -> bool:
    """Take a day out of a set of holidays; return False where it is not there."""
    new = holidays.without(_holidays(city, by), holiday)
    what = f"Holiday {holiday.day} of {holiday.set} taken out"
    return revise(city=city, changes={HOLIDAYS: new}, what=what, by=by, at=at)


def _holidays(city: City, by: Actor) -> bytes:
    return revisions.files_worked(city, revisions.worked(city, by)).get(HOLIDAYS, b"")
