"""
The clock of a file: every day and state that follows from its record, each with its reason.

*As of* a day only lines count that the record dates no later; *known on* a day, only what the
record then knew. ``summary`` gives the same values without reasons, for columns that lists are
sorted by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from townline.council.rules import limits, readings, states
from townline.council.rules.calendar import MeetingDay, MeetingDays
from townline.council.rules.course import Bodies, Course, follow
from townline.council.rules.explained import Explained
from townline.council.rules.limits import Day, Reckoning
from townline.council.rules.lines import Line, Recorded, Voted
from townline.council.rules.pending import Referral, Standing
from townline.council.rules.reasons import Rule
from townline.council.rules.rounds import Flag, Round
from townline.council.rules.settings import Calendar, ClockSettings
from townline.council.rules.standing import standing
from townline.council.rules.states import State
from townline.council.rules.vocabulary import ActionType

NOTHING = Recorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """What follows from a file's record on a day."""

    state: Explained[State | None]
    last_change: Day
    expiration: Day
    expired: Day
    rounds: tuple[Explained[Round], ...]
    pending_in: tuple[Explained[Referral], ...]
    """All bodies of the last round with how they stand to it; see ``Referral.is_outstanding``."""
    next_scheduled: Day
    reconsideration_until: Day
    mayor_last_day: Day
    final: Day
    first_reading: Day
    """When an ordinance was held over last."""
    second_reading: Day
    ordinance_in_force: Day
    last_day_for_action: Day
    outside: tuple[int, ...]
    """``seq`` of lines that stand before any round."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The values of a clock that lists are sorted and searched by."""

    state: State | None
    last_change: date | None
    expiration: date | None
    next_scheduled: date | None
    pending: tuple[str, ...]
    """Codes of the bodies that still have to act."""
    reconsideration_until: date | None
    mayor_last_day: date | None
    final: date | None
    rounds: int
    changes_on: date | None
    """The first later day on which these values are others although nothing was entered."""


def clock(
    lines: Iterable[Line],
    types: Mapping[str, ActionType],
    settings: ClockSettings,
    calendar: Calendar,
    *,
    as_of: date,
    known_on: date,
    recorded: Recorded = NOTHING,
    meetings: Iterable[MeetingDay] = (),
    bodies: Bodies | None = None,
    votes: Iterable[Voted] = (),
) -> Clock:
    """
    Return the clock of a file.

    ``types``: what activities do, by code; a line of another type is flagged. ``meetings``: the
    Council's regular meetings of the record, before the calendar. ``bodies``: which body a name
    means; without, each name is one. ``votes``: those of its record, which tell of readings. Lines
    may come in any order.
    """
    days = MeetingDays(calendar, meetings, known_on=known_on)
    counted = standing(lines, as_of=as_of, known_on=known_on)
    course = follow(counted, types, bodies or Bodies())
    counted_votes = (each for each in votes if each.date <= as_of and each.known <= known_on)
    held_over = readings.holding_over(counted_votes, types)
    return _clock(Reckoning(course, settings, days, recorded, as_of, held_over))


def _clock(reckoning: Reckoning) -> Clock:
    return Clock(
        state=states.state(reckoning),
        last_change=limits.last_change(reckoning),
        expiration=limits.expiration(reckoning),
        expired=states.expired(reckoning),
        rounds=_rounds(reckoning),
        pending_in=_pending(reckoning.course),
        next_scheduled=limits.next_scheduled(reckoning),
        reconsideration_until=limits.reconsideration_until(reckoning),
        mayor_last_day=limits.mayor_last_day(reckoning),
        final=limits.final(reckoning),
        first_reading=readings.first_reading(reckoning),
        second_reading=readings.second_reading(reckoning),
        ordinance_in_force=limits.ordinance_in_force(reckoning),
        last_day_for_action=limits.last_day_for_action(reckoning),
        outside=tuple(reckoning.course.before),
    )


def summary(
    lines: Iterable[Line],
    types: Mapping[str, ActionType],
    settings: ClockSettings,
    days: MeetingDays,
    *,
    as_of: date,
    known_on: date,
    bodies: Bodies,
) -> Summary:
    """Return the values of the same clock; ``days`` may serve many files, and remembers."""
    all_lines = list(lines)
    counted = standing(all_lines, as_of=as_of, known_on=known_on)
    course = follow(counted, types, bodies)
    reckoning = Reckoning(course, settings, days, NOTHING, as_of)
    return Summary(
        state=states.state(reckoning).value,
        last_change=limits.last_change(reckoning).value,
        expiration=limits.expiration(reckoning).value,
        next_scheduled=limits.next_scheduled(reckoning).value,
        pending=tuple(states.bodies_of(course)),
        reconsideration_until=limits.reconsideration_until(reckoning).value,
        mayor_last_day=limits.mayor_last_day(reckoning).value,
        final=limits.final(reckoning).value,
        rounds=len(course.rounds),
        changes_on=changes_on(all_lines, reckoning, known_on),
    )


def changes_on(lines: Iterable[Line], reckoning: Reckoning, known_on: date) -> date | None:
    """
    Return the first later day on which a summary is another although nothing was entered.

    Because what was set for a day has passed, a window closed, a line dated ahead counts.
    """
    as_of = reckoning.as_of
    last_days = [limits.next_scheduled(reckoning).value, limits.expiration(reckoning).value]
    if reckoning.course.decision is not None:
        last_days.append(limits.reconsideration_until(reckoning).value)
    first_days = [line.date for line in lines if line.date > as_of and line.known <= known_on]
    first_days += [limits.days_after(day, 1) for day in last_days if day is not None]
    force = limits.ordinance_in_force(reckoning).value
    if force is not None:
        first_days.append(force)
    return min((day for day in first_days if day > as_of), default=None)


def _pending(course: Course) -> tuple[Explained[Referral], ...]:
    return tuple(
        Explained(
            referral,
            Rule.REFERRAL,
            f"body_{referral.standing}",
            {"body": course.called(referral.body), "day": referral.since, "on": referral.on},
            referral.entries,
        )
        for referral in course.referrals.by_body.values()
    )


def _rounds(reckoning: Reckoning) -> tuple[Explained[Round], ...]:
    _flag_silence(reckoning)
    found = []
    for run in reckoning.course.rounds:
        value = run.as_value(reckoning.as_of)
        reason = f"round_{value.closing or 'open'}"
        entries = (run.opened_by,) if run.closed_by is None else (run.opened_by, run.closed_by)
        facts = {"opened": value.opened, "closed": value.closed}
        found.append(Explained(value, Rule.ROUND, reason, facts, entries))
    return tuple(found)


def _flag_silence(reckoning: Reckoning) -> None:
    """Flag what the round that runs should hold by now: its final entry, or what a day brought."""
    course, as_of = reckoning.course, reckoning.as_of
    if course.open is None:
        return
    if course.decision is not None and course.decision.decides:
        due = limits.due_final(course.decision, reckoning)
        if due is not None and due < as_of:
            course.open.flag(Flag.NO_FINAL)
    days = [course.scheduled.on] if course.scheduled is not None else []
    days += [r.on for r in course.referrals.outstanding() if r.standing is Standing.SCHEDULED]
    if any(on is not None and on < as_of for on in days):
        course.open.flag(Flag.SILENT_DAY)
