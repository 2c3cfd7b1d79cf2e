"""The life of a request: what is written may happen, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.record.verbs import (
    RESIDENT,
    SYSTEM,
    Actor,
    NotAllowed,
    Reader,
    Role,
    Verb,
    may,
    require,
)
from townline.requests import verbs
from townline.requests.rules import lifecycle
from townline.requests.rules.lifecycle import ALWAYS, COURSE, OutOfOrder, Status

EVERYWHERE = [(status, verb) for status in (None, *Status) for verb in verbs.ALL]

FOLLOW = {
    status: st.sampled_from([verb for verb in verbs.ALL if lifecycle.possible(status, verb)])
    for status in Status
}
"""What may follow each status, worked out once: drawing a course asks it often."""


@st.composite
def courses(draw: st.DrawFn) -> list[tuple[Verb, Status]]:
    """Any course that is allowed, with the status after each step."""
    status, course = lifecycle.after(None, verbs.SUBMITTED), [(verbs.SUBMITTED, Status.RECEIVED)]
    for _ in range(draw(st.integers(0, 25))):
        verb = draw(FOLLOW[status])
        status = lifecycle.after(status, verb)
        course.append((verb, status))
    return course


@given(courses())
def test_replaying_any_allowed_course_ends_where_it_ended(
    course: list[tuple[Verb, Status]],
) -> None:
    for length in range(1, len(course) + 1):
        assert lifecycle.replay(verb for verb, _ in course[:length]) is course[length - 1][1]


@given(st.lists(st.sampled_from(verbs.ALL), max_size=12))
def test_a_course_is_refused_at_its_first_unwritten_step(happened: list[Verb]) -> None:
    status: Status | None = None
    for verb in happened:
        written = (status, verb) in COURSE or (status is not None and verb in ALWAYS)
        if not written:
            with pytest.raises(OutOfOrder):
                lifecycle.replay(happened)
            return
        status = COURSE.get((status, verb), status)
    assert lifecycle.replay(happened) is status


@pytest.mark.parametrize(("status", "verb"), EVERYWHERE)
def test_nothing_unwritten_is_allowed(status: Status | None, verb: Verb) -> None:
    if (status, verb) in COURSE:
        assert lifecycle.after(status, verb) is COURSE[status, verb]
    elif status is not None and verb in ALWAYS:
        assert lifecycle.after(status, verb) is status
    else:
        with pytest.raises(OutOfOrder, match=verb.code):
            lifecycle.after(status, verb)


def test_a_request_begins_with_its_submission_and_with_that_alone() -> None:
    assert [verb for status, verb in COURSE if status is None] == [verbs.SUBMITTED]
    assert [status for status, verb in COURSE if verb is verbs.SUBMITTED] == [None]


def test_every_status_is_reached_and_left() -> None:
    reached = set(COURSE.values())
    left = {status for (status, _), after in COURSE.items() if after is not status}
    assert reached == set(Status)
    assert left >= set(Status)


def test_a_closed_request_can_only_be_opened_again_judged_or_its_closing_taken_back() -> None:
    closed = {v for v in verbs.ALL if lifecycle.possible(Status.CLOSED, v)} - ALWAYS
    back = {verbs.REOPENED, verbs.TAKEN_BACK, verbs.WORKED_ON}
    assert closed == {*back, verbs.CONFIRMED, verbs.RATED}
    for verb in closed - back:
        assert lifecycle.after(Status.CLOSED, verb) is Status.CLOSED


def test_clocks_break_no_promise_while_they_stand_still_or_after_the_end() -> None:
    for verb in (verbs.OVERDUE, verbs.DUE_SOON):
        running = {s for s in Status if lifecycle.possible(s, verb)}
        assert running == {Status.OPEN, Status.IN_PROGRESS}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", verbs.ALL, ids=lambda v: v.code)
def test_every_verb_asks_every_role(verb: Verb, role: Role) -> None:
    kind = "staff" if role not in (Role.RESIDENT, Role.PARTNER, Role.SYSTEM) else role.value
    here = Actor(kind=kind, label="x", roles=frozenset({role}), departments=frozenset({"light"}))
    away = Actor(kind=kind, label="x", roles=frozenset({role}), departments=frozenset({"waste"}))
    allowed = role in verb.roles
    assert may(here, verb, department="light") is allowed
    apart = allowed and (kind != "staff" or role is Role.AGENT)
    assert may(away, verb, department="light") is apart
    if allowed:
        require(here, verb, department="light")
    else:
        with pytest.raises(NotAllowed, match=verb.code):
            require(here, verb, department="light")


@pytest.mark.parametrize("verb", verbs.ALL, ids=lambda v: v.code)
def test_nobody_without_a_role_may_do_anything(verb: Verb) -> None:
    assert not may(Actor(kind="staff", label="x", departments=frozenset({"*"})), verb)
    assert verb.roles, "a verb that nobody may enter"


def test_residents_never_do_what_is_the_departments() -> None:
    theirs = {v for v in verbs.ALL if may(RESIDENT, v, department="light")}
    assert theirs == {
        verbs.SUBMITTED, verbs.ANSWERED, verbs.SCHEDULED, verbs.MOVED, verbs.CANCELLED,
        verbs.REOPENED, verbs.JOINED, verbs.LED, verbs.PHOTOGRAPHED, verbs.CONFIRMED,
        verbs.RATED, verbs.FORGOTTEN, verbs.WRITTEN,
    }  # fmt: skip
    assert not may(SYSTEM, verbs.NOTED)


def test_what_staff_say_among_themselves_is_read_by_staff() -> None:
    inner = {
        verbs.NOTED, verbs.RELEASED, verbs.WITHHELD, verbs.DUE_SOON, verbs.ASSIGNED,
        verbs.UNASSIGNED, verbs.PLANNED, verbs.UNPLANNED, verbs.PARTNER_WROTE,
        verbs.WRITTEN_AGAIN, verbs.COVERED, verbs.DESTROYED, verbs.CAME_OF, verbs.FIRST_ENDED,
        verbs.SET_APART, verbs.ESCALATED, verbs.SOUNDED_GRAVE,
    }  # fmt: skip
    assert {v for v in verbs.ALL if v.reader is Reader.STAFF} == inner


def test_codes_are_one_of_a_kind() -> None:
    assert len(verbs.BY_CODE) == len(verbs.ALL)
    assert all(code.startswith("request.") for code in verbs.BY_CODE)
