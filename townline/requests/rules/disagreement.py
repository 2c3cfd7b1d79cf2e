"""Why a real record disagrees with what the city's own rules say of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from townline.catalogue.rules.offers import Offer
from townline.hours import Promise, WorkingWeek, due
from townline.requests.rules.routing import fits

FAR = timedelta(days=3650)
"""A target further away was not meant: the longest promises are of two years."""
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Cause:
    """A sort of disagreement, with what a reader is told of it."""

    code: str
    says: str


UNSEEN = Cause("unseen", "no record that was learned from names this crew")
UNROUTED = Cause("unrouted", "no route of the service leads to this crew")
BY_ANSWER = Cause("by_answer", "a route by an answer leads to it, and records have no answers")
AT_THE_EDGE = Cause("at_the_edge", "its own territory begins close by")
ELSEWHERE = Cause("elsewhere", "its own territory is further away")
CREW_CAUSES = (UNSEEN, UNROUTED, BY_ANSWER, AT_THE_EDGE, ELSEWHERE)

AMISS = Cause("amiss", "the target comes before the opening, or years later than any promise")
MINUTE_OFF = Cause("minute_off", "a minute off or less, in the next minute of the clock")
OTHER_HOURS = Cause("other_hours", "what came outside the hours was counted in another way")
CLOCK_CHANGE = Cause("clock_change", "an hour off, over a change of the clocks")
OTHER_PROMISE = Cause("other_promise", "another number of days, counted by the same calendar")
OTHER_TIME = Cause("other_time", "the promised day at another time")
BY_HAND = Cause("by_hand", "no number of days gives it: set or changed by hand")
DUE_CAUSES = (AMISS, MINUTE_OFF, OTHER_HOURS, CLOCK_CHANGE, OTHER_PROMISE, OTHER_TIME, BY_HAND)


def why_crew(
    crew: str,
    offer: Offer,
    *,
    seen: Collection[str],
    areas: Collection[str],
    on: date,
    close: Callable[[Collection[str]], bool],
) -> Cause:
    """
    Return why a record has another crew than the routes name.

    :param seen: the crews that the records learned from name
    :param areas: keys of the areas that hold the place
    :param close: whether an area of these keys begins within a short way of the place
    """
    if crew not in seen:
        return UNSEEN
    rules = [rule for rule in offer.routes if rule.crew == crew]
    if not rules:
        return UNROUTED
    if any(
        rule.answers and fits(replace(rule, answers={}), areas=areas, answers={}, on=on)
        for rule in rules
    ):
        return BY_ANSWER
    territory = {key for rule in rules if not rule.answers for key in rule.areas}
    if not territory:
        return BY_ANSWER
    return AT_THE_EDGE if close(territory) else ELSEWHERE


def why_due(opened: datetime, target: datetime, promise: Promise, week: WorkingWeek) -> Cause:
    """Return why a record's target is not, to the minute, when the promise falls due."""
    if not timedelta(0) < _between(opened, target) <= FAR:
        return AMISS
    reckoned = due(opened, promise, week)
    if abs(_between(reckoned, target)) <= MINUTE:
        return MINUTE_OFF
    if same_minute(due(opened, promise, replace(week, keeps_time=not week.keeps_time)), target):
        return OTHER_HOURS
    if _is_clock_change(opened, reckoned, target):
        return CLOCK_CHANGE
    if other_promise(opened, target, week) is not None:
        return OTHER_PROMISE
    local = target.astimezone(week.zone)
    return OTHER_TIME if local.date() == reckoned.date() else BY_HAND


def other_promise(opened: datetime, target: datetime, week: WorkingWeek) -> Promise | None:
    """Return the promise in days or working days that falls due at ``target``, if there is one."""
    days = (target.astimezone(week.zone).date() - opened.astimezone(week.zone).date()).days
    if days < 1:
        return None
    plain = Promise(days, "days")
    if same_minute(due(opened, plain, week), target):
        return plain
    return _working_promise(opened, target, week, days)


def _working_promise(
    opened: datetime, target: datetime, week: WorkingWeek, days: int
) -> Promise | None:
    """Search by halves: more working days are due later."""
    least, most = 1, days + 1
    while least < most:
        middle = (least + most) // 2
        if _between(due(opened, Promise(middle, "working_days"), week), target) > timedelta(0):
            least = middle + 1
        else:
            most = middle
    for amount in (least - 1, least):
        if amount >= 1:
            promise = Promise(amount, "working_days")
            if same_minute(due(opened, promise, week), target):
                return promise
    return None


def same_minute(one: datetime, other: datetime) -> bool:
    """Return whether two moments lie in the same minute."""
    return _minute(one) == _minute(other)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _between(start: datetime, end: datetime) -> timedelta:
    return end.astimezone(UTC) - start.astimezone(UTC)


def _is_clock_change(opened: datetime, reckoned: datetime, target: datetime) -> bool:
    changed = reckoned.utcoffset() != opened.astimezone(reckoned.tzinfo).utcoffset()
    return changed and any(same_minute(reckoned + each, target) for each in (HOUR, -HOUR))
