"""What is noted while a meeting is held adds up, and can be taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import meetings, running
from townline.council.rules.ballots import Option
from townline.council.rules.meetings import COURSE, Happening, NotNow, Status
from townline.council.rules.running import Outcome, Step

MEMBERS = ("a", "b", "c", "d")
WHO = st.sampled_from(MEMBERS)
ROLL = st.builds(
    Step,
    kind=st.just("roll"),
    data=st.fixed_dictionaries({"absent": st.lists(WHO, unique=True)}),
)
VOTE = st.builds(
    Step,
    kind=st.just("vote"),
    data=st.fixed_dictionaries(
        {
            "items": st.lists(st.integers(1, 4), min_size=1, unique=True),
            "type": st.sampled_from(["adopted", "continued"]),
            "exceptions": st.dictionaries(WHO, st.sampled_from(["no", "absent", "recused"])),
            "voted": st.booleans(),
        }
    ),
)
CLEAR = st.builds(
    Step, kind=st.just("clear"), data=st.fixed_dictionaries({"items": st.just([1, 2])})
)
STEPS = st.lists(st.one_of(ROLL, VOTE, CLEAR), max_size=12)


@given(STEPS)
def test_taking_back_the_last_step_is_as_if_it_had_not_been(steps: list[Step]) -> None:
    at = running.last(steps)
    if at is None:
        assert steps == []
        return
    undone = [*steps[:at], replace(steps[at], undone=True), *steps[at + 1 :]]
    assert running.run(undone) == running.run(steps[:at])


@given(STEPS)
def test_everything_can_be_taken_back_one_after_another(steps: list[Step]) -> None:
    left = list(steps)
    for _ in steps:
        at = running.last(left)
        assert at is not None
        left[at] = replace(left[at], undone=True)
    assert running.last(left) is None
    assert running.run(left) == running.Running()


@given(STEPS)
def test_every_member_has_one_ballot_on_whatever_was_decided(steps: list[Step]) -> None:
    state = running.run(steps)
    for outcome in state.outcomes.values():
        assert list(running.ballots(outcome, MEMBERS, state.absent)) == list(MEMBERS)


def test_all_vote_yes_but_those_who_are_away_or_said_something_else() -> None:
    outcome = Outcome(exceptions={"b": Option.NO, "x": Option.NO})
    found = running.ballots(outcome, MEMBERS, frozenset({"c"}))
    assert found == {"a": Option.YES, "b": Option.NO, "c": Option.ABSENT, "d": Option.YES}
    assert running.present(MEMBERS, frozenset({"c"})) == 3


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("happening", list(Happening))
def test_what_is_not_on_the_course_of_a_meeting_is_refused(
    status: Status, happening: Happening
) -> None:
    if (status, happening) in COURSE:
        assert meetings.after(status, happening) in Status
    else:
        with pytest.raises(NotNow, match="This one is"):
            meetings.after(status, happening)


def test_a_meeting_that_is_over_stays_as_it_is() -> None:
    over = {Status.HELD, Status.CANCELLED, Status.NO_QUORUM}
    assert not [status for status, _ in COURSE if status in over]
