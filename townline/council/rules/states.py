"""In which state a file is: that of the round that runs, else how the last one ended."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from townline.council.rules.course import Course, Phase
from townline.council.rules.explained import Explained, Status
from townline.council.rules.limits import (
    Day,
    Reckoning,
    expiration,
    ordinance_in_force,
    reconsideration_until,
)
from townline.council.rules.pending import Standing
from townline.council.rules.reasons import Rule
from townline.council.rules.rounds import Closing
from townline.council.rules.vocabulary import Window


class State(StrEnum):
    """Where a file is on its way."""

    RECEIVED = "received"
    REFERRED = "referred"
    IN_COMMITTEE = "in_committee"
    """A committee has a day for it."""
    REPORTED = "reported"
    """Every body that it was sent to acted, waived or concurred."""
    BEFORE_COUNCIL = "before_council"
    CONTINUED = "continued"
    RECONSIDERABLE = "reconsiderable"
    """Adopted, and the Council may still take that back."""
    ADOPTED = "adopted"
    """Adopted and past reconsideration; not final yet."""
    FAILED = "failed"
    OVER = "over"
    """Held over for another reading."""
    WITH_MAYOR = "with_mayor"
    CONCURRED = "concurred"
    VETOED = "vetoed"
    RETURNED_UNSIGNED = "returned_unsigned"
    FINAL = "final"
    PUBLISHED = "published"
    """Final, and its ordinance published."""
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Its last day passed while a round ran. What was final stays so."""


RETURNED: Mapping[str, State] = {
    "approved": State.CONCURRED,
    "concurred": State.CONCURRED,
    "signed": State.CONCURRED,
    "vetoed": State.VETOED,
    "unsigned": State.RETURNED_UNSIGNED,
    "returned_unsigned": State.RETURNED_UNSIGNED,
}
"""What the Mayor did, by the result of the line that says so."""

VETO_STOOD = "veto_sustained"
"""The result of a vote of the Council by which the Mayor's veto stands."""

type Found = Explained[State | None]


def expired(reckoning: Reckoning) -> Day:
    """Return since when the file is expired: as recorded, else its last day once that passed."""
    line, until = reckoning.course.expired, expiration(reckoning)
    if line is not None:
        facts = {"day": line.date}
        return Explained(
            *(line.date, Rule.EXPIRATION, "expired_recorded", facts, (line.seq,), Status.RECORDED),
            computed=until.value,
            recorded=line.date,
        )
    if until.value is None:
        return until
    passed = reckoning.as_of > until.value
    return Explained(
        until.value if passed else None,
        Rule.EXPIRATION,
        "expired_passed" if passed else "expired_not",
        {"expires": until.value},
        until.entries,
        until.status,
    )


def state(reckoning: Reckoning) -> Found:
    """Return the state on the day of reckoning; None where no round was ever opened."""
    course = reckoning.course
    run = course.round
    if run is None:
        return Explained(None, Rule.STATE, "nothing" if course.last is None else "no_round", {})
    over = expired(reckoning)
    if run.closed is None or course.expired is not None:
        if over.value is not None:
            facts = {"day": over.value}
            return _found(State.EXPIRED, facts, over.entries, over.status)
        return PHASES[course.phase](reckoning)
    if run.closing is Closing.WITHDRAWN:
        return _found(State.WITHDRAWN, {"day": run.closed}, (run.closed_by or 0,))
    return _after_final(reckoning, run.closed, run.closed_by or 0)


def _found(
    value: State,
    facts: Mapping[str, object],
    entries: tuple[int, ...],
    status: Status = Status.COMPUTED,
    reason: str = "",
) -> Found:
    return Explained(value, Rule.STATE, reason or f"state_{value}", facts, entries, status)


def _after_final(reckoning: Reckoning, closed: date, seq: int) -> Found:
    """Return the state of what is final: that of its ordinance, if this round had one published."""
    published, run = reckoning.course.ordinance, reckoning.course.round
    if published is None or run is None or published.seq not in run.entries:
        return _found(State.FINAL, {"day": closed}, (seq,))
    force = ordinance_in_force(reckoning)
    if force.value is not None and force.value <= reckoning.as_of:
        return _found(State.IN_FORCE, {"day": force.value}, force.entries, force.status)
    return _found(State.PUBLISHED, {"day": published.day}, (published.seq,))


def _received(reckoning: Reckoning) -> Found:
    run = reckoning.course.round
    assert run is not None
    return _found(State.RECEIVED, {"day": run.opened}, (run.opened_by,))


def _committee(reckoning: Reckoning) -> Found:
    course = reckoning.course
    committees = [
        referral
        for body, referral in course.referrals.by_body.items()
        if body != course.bodies.council
    ]
    waiting = [referral for referral in committees if referral.is_outstanding]
    entries = tuple(referral.entries[-1] for referral in waiting or committees)
    if any(referral.standing is Standing.SCHEDULED for referral in waiting):
        return _found(State.IN_COMMITTEE, {}, entries)
    if waiting:
        return _found(State.REFERRED, {}, entries)
    if course.scheduled is not None or course.continued_open is not None:
        return _council(reckoning)
    if any(referral.standing is not Standing.SUPERSEDED for referral in committees):
        return _found(State.REPORTED, {}, entries)
    council = course.referrals.by_body.get(course.bodies.council)
    if council is not None:
        return _found(State.REFERRED, {}, council.entries[-1:])
    return _received(reckoning)


def _council(reckoning: Reckoning) -> Found:
    course = reckoning.course
    if course.continued_open is not None:
        line = course.continued_open
        return _found(State.CONTINUED, {"day": line.date}, (line.seq,))
    if course.scheduled is None:
        return _found(State.BEFORE_COUNCIL, {}, (), reason="state_reopened")
    value = State.CONTINUED if course.phase is Phase.CONTINUED else State.BEFORE_COUNCIL
    return _found(value, {"day": course.scheduled.day}, (course.scheduled.seq,))


def _decided(reckoning: Reckoning) -> Found:
    decision = reckoning.course.decision
    assert decision is not None
    facts, entries = {"day": decision.day}, (decision.seq,)
    if not decision.decides:
        return _found(State(decision.result), facts, entries)
    if decision.result == VETO_STOOD:
        return _found(State.VETOED, facts, entries)
    until = reconsideration_until(reckoning).value
    if decision.window is Window.RECONSIDERATION and until and reckoning.as_of <= until:
        return _found(State.RECONSIDERABLE, {**facts, "until": until}, entries)
    return _found(State.ADOPTED, facts, entries)


def _mayor(reckoning: Reckoning) -> Found:
    sent = reckoning.course.mayor
    assert sent is not None
    return _found(State.WITH_MAYOR, {"day": sent.day}, (sent.seq,))


def _returned(reckoning: Reckoning) -> Found:
    back = reckoning.course.returned
    assert back is not None
    value = RETURNED.get(back.result, State.RETURNED_UNSIGNED)
    return _found(value, {"day": back.day}, (back.seq,), reason="state_returned")


PHASES: Mapping[Phase, Callable[[Reckoning], Found]] = {
    Phase.RECEIVED: _received,
    Phase.COMMITTEE: _committee,
    Phase.COUNCIL: _council,
    Phase.CONTINUED: _council,
    Phase.DECIDED: _decided,
    Phase.MAYOR: _mayor,
    Phase.RETURNED: _returned,
}


def bodies_of(course: Course) -> list[str]:
    """Return the codes of the bodies that still have to act, in the order of their referrals."""
    return [referral.body for referral in course.referrals.outstanding()]
