"""A working week as text: how a folder writes it, and how it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from townline.hours import Span, WorkingWeek

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BadCalendar(ValueError):
    """A working week cannot be read; the text says which part, and what is wanted."""


def week_from(
    zone: str,
    week: Mapping[str, Sequence[str]],
    holidays: Iterable[date | str] = (),
    *,
    on_holidays: Sequence[str] = (),
    keeps_time: bool = False,
) -> WorkingWeek:
    """
    Return the working week that a folder writes as ``{"mon": ["08:00-12:00"], ...}``.

    A day that is not named is closed, and so are holidays without hours of their own. A closing of
    ``24:00`` or ``00:00`` is the end of the day.

    :raises BadCalendar: if a day, a span, a date or the zone cannot be read
    """
    unknown = sorted(set(week) - set(WEEKDAYS))
    if unknown:
        raise BadCalendar(f"unknown day {unknown[0]!r}; the days are: {', '.join(WEEKDAYS)}")
    spans = tuple(tuple(_span(text) for text in week.get(day, ())) for day in WEEKDAYS)
    try:
        return WorkingWeek(
            zone=ZoneInfo(zone),
            open=spans,
            holidays=frozenset(_date(day) for day in holidays),
            on_holidays=tuple(_span(text) for text in on_holidays),
            keeps_time=keeps_time,
        )
    except ZoneInfoNotFoundError as fault:
        raise BadCalendar(f"unknown time zone {zone!r}") from fault
    except ValueError as fault:
        raise BadCalendar(str(fault)) from fault


def data_of(week: WorkingWeek) -> dict[str, Any]:
    """Return a working week as plain data; :func:`week_of_data` reads it back."""
    return {
        "zone": week.zone.key,
        "week": {
            day: _texts(spans) for day, spans in zip(WEEKDAYS, week.open, strict=True) if spans
        },
        "holidays": [day.isoformat() for day in sorted(week.holidays)],
        **({"on_holidays": _texts(week.on_holidays)} if week.on_holidays else {}),
        **({"keeps_time": True} if week.keeps_time else {}),
    }


def week_of_data(data: Mapping[str, Any]) -> WorkingWeek:
    """
    Return the working week kept as ``data``.

    :raises BadCalendar: if it is not what :func:`data_of` makes
    """
    return week_from(
        data["zone"], data["week"], data["holidays"], on_holidays=data.get("on_holidays", ()),
        keeps_time=data.get("keeps_time", False),
    )  # fmt: skip


def _texts(spans: Iterable[Span]) -> list[str]:
    return [f"{opens:%H:%M:%S}-{closes:%H:%M:%S}" for opens, closes in spans]


def _span(text: str) -> Span:
    opens, dash, closes = text.partition("-")
    try:
        if not dash:
            raise ValueError("no dash")
        return _time(opens), _time(closes)
    except ValueError as fault:
        raise BadCalendar(f"{text!r} is no span; write it like '08:00-12:00'") from fault


def _time(text: str) -> time:
    text = text.strip()
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _date(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)
