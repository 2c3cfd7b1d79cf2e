"""Why a request is where it is, and why it is due then: told from its record and its service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from townline import hours
from townline.catalogue.rules.offers import Offer, Route
from townline.cities.rules.city import Words
from townline.hours import Promise, WorkingWeek
from townline.requests import verbs
from townline.requests.rules import clock, routing

STOPS = {verbs.PAUSED.code, verbs.ASKED.code}
GOES_ON = {
    verbs.RESUMED.code, verbs.ANSWERED.code, verbs.ROUTED.code, verbs.RECLASSIFIED.code,
}  # fmt: skip
"""After these no clock stands still."""
UNDOES = {verbs.JOINED.code, verbs.TAKEN_BACK.code, verbs.WORKED_ON.code}
"""After these it counts as never having stood still."""


class Happened(NamedTuple):
    """One entry of the record, as far as it bears on place and time."""

    verb: str
    at: datetime
    data: Mapping[str, Any]
    note: str = ""
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class WhyHere:
    """Why its department has a request."""

    by: str
    """``rule`` (a route of the folder), ``owner`` (of the service), or ``hand``."""
    rule: int | None = None
    """The position of the route, from 1."""
    because: Words = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    """Keys of the areas that made the route fit."""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Answers that made it fit, by code of the question."""
    since: date | None = None
    until: date | None = None
    note: str = ""
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Stood:
    """A time in which the clock stood still."""

    since: datetime
    until: datetime | None
    """None while it still stands."""
    reason: str
    """One of ``clock.PAUSES``."""
    department: str
    added: timedelta = timedelta(0)
    """Working time by which it moved the promise."""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The days between a beginning and a promise's due moment, sorted by whether they count."""

    opens: datetime
    """When counting begins: the beginning itself, or the next opening after it."""
    working: tuple[date, ...] = ()
    """The working days after the one on which counting begins."""
    holidays: tuple[date, ...] = ()
    """Days left out that would else be worked."""
    closed: tuple[date, ...] = ()
    """Days left out because nobody works on that day of the week."""


@dataclass(frozen=True, kw_only=True)
class WhyDue:
    """How the moment at which a request is due came about."""

    begun_at: datetime
    again: bool
    """Counted anew, since it was opened again."""
    promise: Promise
    week: WorkingWeek
    first: datetime
    """When it would be due, had the clock never stood still."""
    counted: Counted
    pauses: tuple[Stood, ...]
    due_at: datetime
    agrees: bool
    """Whether all this leads to the due moment that stands; False where it was kept or moved."""


def why_here(
    happened: Iterable[Happened],
    offer: Offer | None,
    *,
    areas: Iterable[str],
    answers: Mapping[str, object],
    on: date,
) -> WhyHere | None:
    """
    Return why the department has it, by its last routing; None where it was never sent anywhere.

    :param offer: the service in the edition that the request is handled under
    :param on: the day on which it was routed first
    """
    last = _deciding(list(happened))
    if last is None:
        return None
    if last.note:
        return WhyHere(by="hand", note=last.note, who=last.who, at=last.at)
    known = frozenset(areas)
    rule = last.data.get("rule")
    if rule is None and offer:
        # What was held at first went its way without saying which rule had named it.
        goes = routing.route(offer, areas=known, answers=answers, on=on)
        same = (goes.department, goes.crew) == (last.data.get("department"), last.data.get("crew"))
        rule = goes.rule if same else None
    if rule is None or offer is None or not 1 <= int(rule) <= len(offer.routes):
        return WhyHere(by="owner", because=last.data.get("because") or {}, at=last.at)
    return _by_rule(last, offer.routes[int(rule) - 1], int(rule), known, answers)


def _by_rule(
    last: Happened,
    route: Route,
    rule: int,
    areas: frozenset[str],
    answers: Mapping[str, object],
) -> WhyHere:
    return WhyHere(
        by="rule",
        rule=rule,
        because=last.data.get("because") or route.because,
        areas=tuple(key for key in route.areas if key in areas),
        answers={
            code: tuple(sorted(routing.given(answers.get(code)) & set(wanted)))
            for code, wanted in route.answers.items()
        },
        since=route.since,
        until=route.until,
        at=last.at,
    )


def why_due(
    happened: Iterable[Happened],
    *,
    requested_at: datetime,
    due_at: datetime | None,
    promise: Promise | None,
    weeks: Mapping[str, WorkingWeek],
) -> WhyDue | None:
    """
    Return how the due moment came about; None where none was promised.

    :param promise: of the service that it is handled as
    :param weeks: the working weeks of all departments that had it, by code
    """
    told = _course(list(happened), requested_at)
    week = weeks.get(told.department)
    if promise is None or due_at is None or week is None:
        return None
    first = hours.due(told.begun_at, promise, week)
    pauses, due = moved(first, told.pauses, {**weeks, "": week})
    return WhyDue(
        begun_at=told.begun_at,
        again=told.again,
        promise=promise,
        week=week,
        first=first,
        counted=counted(told.begun_at, first, promise, week),
        pauses=pauses,
        due_at=due_at,
        agrees=abs(due - due_at) < timedelta(seconds=1),
    )


def moved(
    first: datetime, pauses: Iterable[Stood], weeks: Mapping[str, WorkingWeek]
) -> tuple[tuple[Stood, ...], datetime]:
    """Return the pauses with the working time that each added, and the due moment after them."""
    due, told = first, []
    for pause in pauses:
        week = weeks.get(pause.department) or weeks[""]
        if pause.until is None:
            told.append(pause)
            continue
        rest = clock.left(pause.since, due, week)
        then = clock.resume(pause.until, rest, due, week) or due
        told.append(replace(pause, added=hours.worked(due, then, week)))
        due = then
    return tuple(told), due


def counted(begun: datetime, due: datetime, promise: Promise, week: WorkingWeek) -> Counted:
    """Return which days count between a beginning and the moment at which a promise falls due."""
    if not promise.unit.startswith("working_"):
        return Counted(opens=begun)
    opens = hours.next_opening(begun, week)
    day, last = begun.astimezone(week.zone).date(), due.astimezone(week.zone).date()
    begins = opens.astimezone(week.zone).date()
    if promise.unit == "working_days":
        last = _last_day(begins, promise.amount, week)
    working, holidays, closed = [], [], []
    while day <= last:
        if week.works_on(day):
            if day > begins:
                working.append(day)
        elif week.open[day.weekday()]:
            holidays.append(day)
        else:
            closed.append(day)
        day += timedelta(days=1)
    return Counted(
        opens=opens, working=tuple(working), holidays=tuple(holidays), closed=tuple(closed)
    )


def _last_day(day: date, amount: int, week: WorkingWeek) -> date:
    """Return the working day so many working days later."""
    while amount:
        day += timedelta(days=1)
        amount -= week.works_on(day)
    return day


def _deciding(happened: list[Happened]) -> Happened | None:
    """Return the routing that a request still follows: one that only repeats it decided nothing."""
    found = None
    for entry in happened:
        if entry.verb == verbs.RECLASSIFIED.code:
            found = None
        if entry.verb != verbs.ROUTED.code:
            continue
        decides = entry.note or entry.data.get("rule") is not None or entry.data.get("because")
        if decides or found is None or _way(found) != _way(entry):
            found = entry
    return found


def _way(entry: Happened) -> tuple[object, object]:
    return entry.data.get("department"), entry.data.get("crew")


@dataclass(frozen=True)
class _Course:
    """What the record says of a clock: when it began, where it is, and when it stood still."""

    begun_at: datetime
    again: bool = False
    department: str = ""
    pauses: tuple[Stood, ...] = ()


def _course(happened: list[Happened], requested_at: datetime) -> _Course:
    told, open_ = _Course(requested_at), ("", requested_at)
    for entry in happened:
        if entry.verb in STOPS:
            open_ = (str(entry.data.get("reason", "waiting_resident")), entry.at)
        elif entry.verb in GOES_ON and open_[0]:
            told, open_ = _stood(told, open_, entry.at), ("", entry.at)
        elif entry.verb in UNDOES:
            open_ = ("", entry.at)
        elif entry.verb == verbs.REOPENED.code:
            told, open_ = _Course(entry.at, True, told.department), ("", entry.at)
        if entry.verb == verbs.ROUTED.code:
            told = replace(told, department=str(entry.data.get("department", "")))
        if entry.verb == verbs.RECLASSIFIED.code:
            # Another service's promise is counted by the week of whoever has it then.
            told = replace(told, pauses=tuple(replace(p, department="") for p in told.pauses))
    return _stood(told, open_, None) if open_[0] else told


def _stood(told: _Course, began: tuple[str, datetime], until: datetime | None) -> _Course:
    reason, since = began
    pause = Stood(since=since, until=until, reason=reason, department=told.department)
    return replace(told, pauses=(*told.pauses, pause))


def due_as(
    happened: Iterable[Happened],
    *,
    requested_at: datetime,
    promise: Promise | None,
    week: WorkingWeek,
) -> datetime | None:
    """
    Return when it is due by another promise, counted from the same beginning with the same pauses.

    :param week: of the department that has it from now on
    """
    if promise is None:
        return None
    told = _course(list(happened), requested_at)
    first = hours.due(told.begun_at, promise, week)
    stood = (replace(pause, department="") for pause in told.pauses if pause.until)
    return moved(first, stood, {"": week})[1]
