"""When a queue is open: by its own working week, else by that of its centre."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from townline.cities.rules.city import City
from townline.contacts.queries.centres import contact_centre
from townline.contacts.queries.directing import hours_directed
from townline.contacts.rules import directives
from townline.contacts.rules.directives import Directed
from townline.contacts.rules.shifts import Stretch
from townline.hours import NeverOpen, WorkingWeek, is_open, next_opening, worked
from townline.staff import queries as staff

AHEAD = timedelta(days=8)
"""Who is open without a break for so long does not close."""


class NoSuchQueue(LookupError):
    """The city has no such queue, or no such centre."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Whether a queue is open, and until or from when."""

    open: bool
    until: datetime | None = None
    """When it closes, if it is open; None: it does not."""
    opens_at: datetime | None = None
    """When it opens next, if it is closed; None: it never does."""


def open_now(city: City, centre: str, at: datetime) -> bool:
    """
    Return whether a centre answers at a moment: whether any queue of it is open.

    :raises NoSuchQueue: if the city has no such centre
    """
    for each in contact_centre(city.edition_id).centres:
        if each.code == centre:
            found = openings_of(city, [line.code for line in each.queues], at)
            return any(opening.open for opening in found.values())
    raise NoSuchQueue(f"There is no centre {centre!r}.")


def opening_of(city: City, queue: str, at: datetime) -> Opening:
    """
    Return whether a queue is open at a moment, and until or from when.

    :raises NoSuchQueue: if the city has no such queue
    """
    return openings_of(city, [queue], at)[queue]


def openings_of(city: City, queues: Iterable[str], at: datetime) -> dict[str, Opening]:
    """
    Return the same of several queues, by one statement for all of them.

    :raises NoSuchQueue: if the city has no such queue
    """
    weeks = _weeks(city, queues)
    said = hours_directed(city.id, weeks, at)
    return {
        queue: _opening(week, _directed(city, week, said.get(queue, ()), at), at)
        for queue, week in weeks.items()
    }


def _opening(week: WorkingWeek, today: Sequence[Stretch] | None, at: datetime) -> Opening:
    if today is not None:
        return _opening_today(week, today, at)
    if is_open(at, week):
        return Opening(open=True, until=_closing(week, at))
    return _next_opening(week, at)


def _next_opening(week: WorkingWeek, at: datetime) -> Opening:
    try:
        return Opening(open=False, opens_at=next_opening(at, week))
    except NeverOpen:
        return Opening(open=False)


def _opening_today(week: WorkingWeek, today: Sequence[Stretch], at: datetime) -> Opening:
    """Return whether a queue is open that has other hours on the day of a moment."""
    for each in today:
        if each.starts_at <= at < each.ends_at:
            return Opening(open=True, until=each.ends_at.astimezone(week.zone))
    later = [each.starts_at for each in today if each.starts_at > at]
    if later:
        return Opening(open=False, opens_at=min(later).astimezone(week.zone))
    return _next_opening(week, _midnight(week, at))


def _midnight(week: WorkingWeek, at: datetime) -> datetime:
    local = at.astimezone(week.zone)
    return datetime.combine(local.date() + timedelta(days=1), time(0), week.zone)


def _directed(
    city: City, week: WorkingWeek, said: Sequence[Directed], at: datetime
) -> tuple[Stretch, ...] | None:
    """Return the hours that were directed for the day of a moment; None where nobody did."""
    day = at.astimezone(city.zone).date()
    if not any(each.directive.day == day for each in said):
        return None
    return directives.stretches_of(week, said, day)


def left_of_the_day(city: City, queue: str, at: datetime) -> timedelta:
    """
    Return how long a queue is still open on the day of a moment, by its clock.

    :raises NoSuchQueue: if the city has no such queue
    """
    week = week_of_queue(city, queue)
    said = hours_directed(city.id, [queue], at).get(queue, ())
    midnight, today = _midnight(week, at), _directed(city, week, said, at)
    if today is None:
        return worked(at, midnight, week)
    left = Stretch(at, midnight)
    return sum((left.within(each) for each in today), timedelta(0))


def week_of_queue(city: City, queue: str) -> WorkingWeek:
    """
    Return the working week in which a queue answers.

    :raises NoSuchQueue: if the city has no such queue
    """
    return _weeks(city, [queue])[queue]


def _weeks(city: City, queues: Iterable[str]) -> dict[str, WorkingWeek]:
    """Return the weeks of several queues, of one reading of the centres and of the calendars."""
    known, calendars = contact_centre(city.edition_id), staff.calendars(city.edition_id)
    found: dict[str, WorkingWeek] = {}
    for queue in queues:
        line = known.line(queue)
        if line is None:
            raise NoSuchQueue(f"There is no queue {queue!r}.")
        found[queue] = calendars[line[1].calendar or line[0].calendar]
    return found


def _closing(week: WorkingWeek, at: datetime) -> datetime | None:
    """Return when the opening ends in which a moment lies; None where that is far away."""
    moment = at.astimezone(week.zone)
    while moment - at < AHEAD and is_open(moment, week):
        clock = moment.time().replace(tzinfo=None)
        spans = week.spans_on(moment.date())
        ends = next(
            closes
            for opens, closes in spans
            if opens <= clock and (closes == time(0) or clock < closes)
        )
        day = moment.date() if ends != time(0) else moment.date() + timedelta(days=1)
        moment = datetime.combine(day, ends, week.zone)
    return moment if moment - at < AHEAD else None
