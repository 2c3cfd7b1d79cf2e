"""Days that follow from the course of a file: until when it lives, may be undone, or waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from townline.council.rules.calendar import MeetingDays
from townline.council.rules.course import Course, Decision, Phase, Said
from townline.council.rules.explained import Explained, Status
from townline.council.rules.lines import Line, Recorded, Voted
from townline.council.rules.pending import Standing
from townline.council.rules.reasons import Rule, counted
from townline.council.rules.rounds import Closing
from townline.council.rules.settings import ClockSettings
from townline.council.rules.standing import ORDER
from townline.council.rules.vocabulary import Effect, Window

type Day = Explained[date | None]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A file's course with what days are reckoned by."""

    course: Course
    settings: ClockSettings
    days: MeetingDays
    recorded: Recorded
    as_of: date
    held_over: tuple[Voted, ...] = ()
    """The votes by which an ordinance was held over, by their days."""


def last_change(reckoning: Reckoning) -> Day:
    """Return the day of the last line."""
    last, recorded = reckoning.course.last, reckoning.recorded.last_change
    if last is None:
        return Explained(None, Rule.LAST_CHANGE, "nothing", {}, recorded=recorded)
    return Explained(
        last.date,
        Rule.LAST_CHANGE,
        "last_change",
        {"day": last.date},
        (last.seq,),
        computed=last.date,
        recorded=recorded,
    )


RESETS: Mapping[Effect, str] = {
    Effect.STATES: "statements_reset",
    Effect.RECEIVES: "documents_reset",
}
"""The setting that decides whether lines of an effect put off the expiration."""


def expiration(reckoning: Reckoning) -> Day:
    """Return the day on which the file expires: so many years after what last kept it alive."""
    course, settings, recorded = reckoning.course, reckoning.settings, reckoning.recorded.expiration
    base, reason = _keeps_alive(course, settings)
    if base is None:
        sure = Status.ASSUMED if course.unsettled or course.unread else Status.COMPUTED
        return Explained(
            None, Rule.EXPIRATION, "expiration_none", {}, status=sure, recorded=recorded
        )
    expires, leaps = years_after(base.date, settings.expires_after_years, settings.leap_day)
    if leaps and reason == "expiration" and "leap_day" in settings.assumed:
        reason = "expiration_leap"
    years = counted(settings.expires_after_years, "year")
    return Explained(
        expires,
        Rule.EXPIRATION,
        reason,
        {"day": base.date, "years": years, "expires": expires},
        (base.seq,),
        Status.COMPUTED if reason == "expiration" else Status.ASSUMED,
        computed=expires,
        recorded=recorded,
    )


def _keeps_alive(course: Course, settings: ClockSettings) -> tuple[Line | None, str]:
    """Return the line that the expiration is reckoned from, and which sentence says so."""
    base, reason = course.substantive, "expiration"
    for effect, line in sorted(course.unsettled.items(), key=lambda item: ORDER(item[1])):
        if base is not None and ORDER(line) <= ORDER(base):
            continue
        setting = RESETS.get(effect)
        resets = setting is not None and bool(getattr(settings, setting))
        if resets:
            base = line
        if setting is None or setting in settings.assumed:
            reason = "expiration_put_off" if resets else "expiration_unsettled"
        elif resets:
            reason = "expiration"
    if course.unread is not None and (base is None or ORDER(course.unread) > ORDER(base)):
        reason = "expiration_unread"
    return base, reason


def years_after(day: date, years: int, leap_day: str) -> tuple[date, bool]:
    """Return the same day so many years later, and whether it had to be moved off 29 February."""
    year = min(day.year + years, date.max.year)
    if (day.month, day.day) != (2, 29):
        return day.replace(year=year), False
    try:
        return day.replace(year=year), False
    except ValueError:
        moved = date(year, 3, 1) if leap_day == "after" else date(year, 2, 28)
        return moved, True


def days_after(day: date, days: int) -> date:
    """Return the day so many days later; the last one that can be said, where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def next_scheduled(reckoning: Reckoning) -> Day:
    """Return the next day on which a body takes the file up, as it was last set."""
    course, as_of = reckoning.course, reckoning.as_of
    set_for: list[tuple[date, str, int, dict[str, object]]] = [
        (found.on, "next_council", found.seq, {"day": found.day})
        for found in (course.scheduled,)
        if found is not None and found.on is not None
    ]
    set_for += [
        (r.on, "next_body", r.entries[-1], {"day": r.since, "body": course.called(r.body)})
        for r in course.referrals.by_body.values()
        if r.standing is Standing.SCHEDULED and r.on is not None
        if r.body != course.bodies.council
    ]
    failed = _taken_up_again(reckoning)
    if failed is not None:
        return failed
    for on, reason, seq, facts in sorted(set_for, key=lambda found: (found[0], found[2])):
        if on >= as_of:
            return Explained(on, Rule.SCHEDULE, reason, {**facts, "on": on}, (seq,))
    if set_for:
        on, _, seq, _ = max(set_for, key=lambda found: (found[0], found[2]))
        return Explained(None, Rule.SCHEDULE, "next_passed", {"on": on}, (seq,))
    if (left := course.continued_open) is not None:
        return Explained(None, Rule.SCHEDULE, "next_open", {"day": left.date}, (left.seq,))
    return Explained(None, Rule.SCHEDULE, "next_none", {})


def _taken_up_again(reckoning: Reckoning) -> Day | None:
    """Return when the Council takes up again what got too few votes."""
    decision = reckoning.course.decision
    if decision is None or reckoning.course.phase is not Phase.DECIDED:
        return None
    on = reckoning.days.after(decision.day) if decision.result == "failed" else None
    if on is None or on < reckoning.as_of or reckoning.course.open is None:
        return None
    source = reckoning.settings.sources.get(Rule.FAILED_VOTE)
    facts = {"day": decision.day, "on": on, "source": source}
    reason = "next_failed_source" if source else "next_failed"
    return Explained(on, Rule.FAILED_VOTE, reason, facts, (decision.seq,))


def reconsideration_until(reckoning: Reckoning) -> Day:
    """Return the day until which the last decision of the round may be reconsidered."""
    decision = reckoning.course.decision
    if decision is None or not decision.decides:
        return Explained(None, Rule.RECONSIDERATION, "window_none", {})
    entries = (decision.seq,)
    facts: dict[str, object] = {"day": decision.day}
    if decision.window is not Window.RECONSIDERATION:
        return Explained(None, Rule.FORTHWITH, "window_forthwith", facts, entries)
    until = reckoning.days.after(decision.day)
    if until is None:
        return Explained(None, Rule.RECONSIDERATION, "window_unknown", facts, entries)
    source = reckoning.settings.sources.get(Rule.RECONSIDERATION)
    reason = "window_source" if source else "window"
    return Explained(
        until, Rule.RECONSIDERATION, reason, {**facts, "until": until, "source": source}, entries
    )


def mayor_last_day(reckoning: Reckoning) -> Day:
    """Return the Mayor's last day to act: the recorded one, else so many days after it came."""
    sent, days = reckoning.course.mayor, reckoning.settings.mayor_days
    if sent is None:
        return Explained(None, Rule.MAYOR, "mayor_none", {})
    return _said_or_reckoned(sent, days_after(sent.day, days), Rule.MAYOR, "mayor", days)


def ordinance_in_force(reckoning: Reckoning) -> Day:
    """Return when the last published ordinance takes effect: as recorded, else as reckoned."""
    published = reckoning.course.ordinance
    if published is None:
        return Explained(None, Rule.ORDINANCE, "ordinance_none", {})
    return in_force(
        published=published.day, on=published.on, urgent=published.result == "urgent",
        seq=published.seq, days=reckoning.settings.ordinance_days,
    )  # fmt: skip


def in_force(*, published: date, on: date | None, urgent: bool, seq: int, days: int) -> Day:
    """
    Return when a published ordinance takes effect, with why.

    :param on: the day that is said, if one is
    :param seq: the entry that says so
    :param days: from its publication on, by rule
    """
    said = Said(seq, published, on)
    if urgent:
        reason = "ordinance_urgent"
        return _said_or_reckoned(said, published, Rule.ORDINANCE, "ordinance", 0, reason)
    computed = days_after(published, days)
    return _said_or_reckoned(said, computed, Rule.ORDINANCE, "ordinance", days)


def _said_or_reckoned(
    said: Said, computed: date, rule: Rule, name: str, days: int, reckoned: str = ""
) -> Day:
    facts = {"day": said.day, "on": said.on, "computed": computed, "days": counted(days, "day")}
    entries = (said.seq,)
    if said.on is None:
        reason = reckoned or f"{name}_computed"
        return Explained(computed, rule, reason, facts, entries, computed=computed)
    reason = f"{name}_recorded" if said.on == computed else f"{name}_differs"
    return Explained(
        said.on, rule, reason, facts, entries, Status.RECORDED, computed=computed, recorded=said.on
    )


def last_day_for_action(reckoning: Reckoning) -> Day:
    """Return the Council's last regular meeting day by the file's time limit."""
    limit, printed = reckoning.recorded.time_limit, reckoning.recorded.last_day
    if limit is None:
        return Explained(None, Rule.LAST_DAY, "last_day_none", {}, recorded=printed)
    computed = reckoning.days.up_to(limit)
    if computed is None and printed is None:
        return Explained(None, Rule.LAST_DAY, "last_day_unknown", {"limit": limit})
    if printed is None:
        facts = {"limit": limit, "on": computed}
        return Explained(computed, Rule.LAST_DAY, "last_day", facts, computed=computed)
    reason = "last_day_agrees" if computed == printed else "last_day_differs"
    return Explained(
        printed,
        Rule.LAST_DAY,
        reason if computed else "last_day_printed",
        {"limit": limit, "on": printed, "computed": computed},
        status=Status.RECORDED,
        computed=computed,
        recorded=printed,
    )


def final(reckoning: Reckoning) -> Day:
    """Return the day on which Council action of the last round was final, as the record says."""
    course = reckoning.course
    run, decision = course.round, course.decision
    if run is None:
        return Explained(None, Rule.FINAL, "no_round", {})
    if run.closed is not None:
        if run.closing is not Closing.FINAL:
            return Explained(None, Rule.FINAL, "final_ended", {"day": run.closed})
        return _recorded_final(run.closed, run.closed_by or 0, reckoning)
    if decision is None or not decision.decides:
        return Explained(None, Rule.FINAL, "final_undecided", {"opened": run.opened})
    return _expected_final(decision, reckoning)


def _recorded_final(closed: date, seq: int, reckoning: Reckoning) -> Day:
    decision = reckoning.course.decision
    computed = None if decision is None else follows(decision, reckoning)
    facts = {"day": closed, "computed": computed, "decided": decision.day if decision else None}
    if computed is None:
        reason = "final_recorded"
    else:
        reason = "final_agrees" if computed == closed else "final_differs"
    entries = (seq,) if decision is None else (decision.seq, seq)
    return Explained(
        *(closed, Rule.FINAL, reason, facts, entries, Status.RECORDED),
        computed=computed,
        recorded=closed,
    )


def _expected_final(decision: Decision, reckoning: Reckoning) -> Day:
    due, entries = due_final(decision, reckoning), (decision.seq,)
    facts = {"day": decision.day, "until": due}
    computed = follows(decision, reckoning)
    if due is not None and reckoning.as_of > due:
        reason = "final_overdue"
    elif reckoning.course.phase is Phase.MAYOR:
        reason = "final_mayor"
    elif decision.window is Window.RECONSIDERATION and computed is not None:
        reason = "final_window"
    else:
        reason = "final_forthwith"
    return Explained(None, Rule.FINAL, reason, facts, entries, computed=computed)


def follows(decision: Decision, reckoning: Reckoning) -> date | None:
    """
    Return the day on which a decision becomes final by the rules.

    None where that can only be recorded: what is decided forthwith is final after some days, which
    follow from nothing.
    """
    if not decision.decides:
        return None
    if reckoning.course.returned is not None:
        return None
    if reckoning.course.mayor is not None and reckoning.course.mayor.day >= decision.day:
        return mayor_last_day(reckoning).value
    if decision.window is Window.RECONSIDERATION:
        return reckoning.days.after(decision.day)
    return None


def due_final(decision: Decision, reckoning: Reckoning) -> date | None:
    """Return the day by which the record should have said that a decision is final."""
    return follows(decision, reckoning) or reckoning.days.after(decision.day)
