"""The demo's shifts: its made-up agents are planned for this week and the next."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.actions import NewShift
from townline.contacts.rules import directives
from townline.record.verbs import SYSTEM

LONG = timedelta(hours=8)
"""How long a shift lasts, where the queue is open for longer."""
WEEK = timedelta(days=7)


def plan(city: City, queue: str, agents: Sequence[int], at: datetime) -> int:
    """
    Plan shifts of made-up agents in the hours of a queue; return how many.

    A week in which anything is planned stays as it is.
    """
    today = at.astimezone(city.zone).date()
    monday, made = today - timedelta(days=today.weekday()), 0
    for first in (monday, monday + WEEK):
        if queries.shifts(city, first, first + WEEK - timedelta(days=1)):
            continue
        days = [first + timedelta(days=n) for n in range(WEEK.days)]
        shifts = [each for day in days for each in _of_day(city, queue, agents, day)]
        actions.put_shifts(city=city, shifts=shifts, by=SYSTEM, at=at)
        made += len(shifts)
    return made


def _of_day(city: City, queue: str, agents: Sequence[int], day: date) -> Iterator[NewShift]:
    """Let the agents share a day: every other one from its opening on, the others up to its end."""
    spans = directives.hours_of(queries.week_of_queue(city, queue), (), day)
    if not spans:
        return
    opens, closes = _moment(city, day, spans[0][0]), _moment(city, day, spans[-1][1], end=True)
    long = min(LONG, closes - opens)
    for number, agent in enumerate(agents):
        begins = closes - long if number % 2 else opens
        yield NewShift(agent=agent, starts_at=begins, ends_at=begins + long)


def _moment(city: City, day: date, hour: time, *, end: bool = False) -> datetime:
    """Return an hour of a day; the midnight that a day ends with is the next day's."""
    later = timedelta(days=1) if end and hour == time(0) else timedelta(0)
    return datetime.combine(day + later, hour, city.zone)
