"""Who answers whom: laws of the plain rule, and of its repetition."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules import queueing
from townline.contacts.rules.decided import Line, What, replay, said
from townline.contacts.rules.queueing import (
    TELEPHONE,
    Agent,
    Medium,
    Queue,
    Status,
    Waiting,
)

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
QUEUES, LANGUAGES, SKILLS = ("general", "bulky"), ("en", "es"), ("bills", "trees")
moments = st.integers(0, 600).map(lambda s: NOW - timedelta(seconds=s))


def some(values):
    return st.frozensets(st.sampled_from(values))


waiting = st.builds(
    Waiting,
    id=st.integers(1, 9), queue=st.sampled_from(QUEUES), medium=st.sampled_from(Medium),
    language=st.sampled_from(LANGUAGES), place=moments, needs=some(SKILLS),
    reserve_until=st.none() | moments, passed=some((1, 2)),
)  # fmt: skip
agents = st.builds(
    Agent,
    id=st.integers(1, 9), status=st.sampled_from(Status), queues=some(QUEUES),
    languages=some(LANGUAGES), skills=some(SKILLS), reserved=st.sampled_from(("", *LANGUAGES)),
    text_most=st.integers(0, 3), voices=st.integers(0, 1), texts=st.integers(0, 3),
    idle_since=moments,
)  # fmt: skip
ANA = Agent(
    id=1, status=Status.AVAILABLE, queues=frozenset(QUEUES), languages=frozenset({"en", "es"}),
    idle_since=NOW - timedelta(minutes=5),
)  # fmt: skip
CALL = Waiting(
    id=1, queue="general", medium=Medium.VOICE, language="en", place=NOW - timedelta(minutes=1)
)


@given(agents, waiting)
def test_nobody_is_offered_what_they_cannot_take(who: Agent, call: Waiting) -> None:
    if queueing.suits(who, call, NOW):
        assert who.status is Status.AVAILABLE
        assert who.voices == 0
        assert call.language in who.languages
        assert call.needs <= who.skills
        assert who.texts == 0 if call.medium is Medium.VOICE else who.texts < who.text_most


@given(agents, waiting, some(SKILLS))
def test_a_call_of_a_carrier_goes_to_nobody_without_a_telephone_wherever_it_waits(
    who: Agent, call: Waiting, skills: frozenset[str]
) -> None:
    queue = Queue(code=call.queue, centre="c", needs=skills)
    needs = queueing.needs_in(queue, [*call.needs, TELEPHONE])
    assert frozenset(needs) == skills | {TELEPHONE}
    assert queueing.needs_in(queue, call.needs) == tuple(sorted(skills))
    carried = replace(call, needs=frozenset(needs))
    assert not queueing.suits(who, carried, NOW)
    here = replace(who, skills=who.skills | {TELEPHONE})
    assert queueing.suits(here, carried, NOW) == queueing.suits(
        who, replace(call, needs=skills), NOW
    )


@given(moments, moments, st.integers(0, 900), st.integers(0, 900))
def test_the_place_compares_seconds_waited_plus_priority(one, other, first, second) -> None:
    queues = [Queue(code="q", centre="c", priority=timedelta(seconds=s)) for s in (first, second)]
    scores = [(NOW - since).total_seconds() + s for since, s in ((one, first), (other, second))]
    places = [queueing.place_of(one, queues[0]), queueing.place_of(other, queues[1])]
    assert (places[0] < places[1]) == (scores[0] > scores[1])


@given(
    st.integers(0, 300 * 86400), st.integers(0, 300 * 86400), st.integers(0, 3600),
    st.integers(0, 3600),
)  # fmt: skip
def test_an_emergency_goes_before_all_that_wait_and_among_its_like_as_ever(
    one: int, other: int, first: int, second: int
) -> None:
    def at(waited: int, ahead: int, *, grave: bool) -> datetime:
        queue = Queue(code="q", centre="c", priority=timedelta(seconds=ahead))
        return queueing.place_of(NOW - timedelta(seconds=waited), queue, grave=grave)

    assert at(one, first, grave=True) < at(other, second, grave=False)
    plain = at(one, first, grave=False) < at(other, second, grave=False)
    assert (at(one, first, grave=True) < at(other, second, grave=True)) == plain


def test_who_is_kept_for_a_language_is_spared_others_for_a_while() -> None:
    bilingual = replace(ANA, reserved="es")
    call = replace(CALL, reserve_until=NOW + timedelta(seconds=30))
    assert not queueing.suits(bilingual, call, NOW)
    assert queueing.suits(bilingual, replace(call, language="es"), NOW)
    assert queueing.suits(bilingual, call, NOW + timedelta(seconds=30))
    assert queueing.suits(ANA, call, NOW)


def lines(*told) -> list[Line]:
    return [Line(id=key, at=NOW, **each) for key, each in enumerate(told, start=1)]


def waits(call: Waiting) -> dict:
    return {"what": What.WAITS, "turn": call.id, "data": said(call)}


def stands(who: Agent) -> dict:
    return {"what": What.AGENT, "agent": who.id, "data": said(who)}


def offered(turn: int, agent: int) -> dict:
    return {"what": What.OFFERED, "turn": turn, "agent": agent}


def unlike(each: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(each, max_size=6, unique_by=lambda one: one.id)


@given(unlike(agents), unlike(waiting))
def test_of_all_offers_the_repetition_finds_those_right_that_the_rule_makes(
    team: list[Agent], line: list[Waiting]
) -> None:
    """The first in place of all that suit the agent, to the first of all whom the contact suits."""
    told = [*map(stands, team), *map(waits, line)]
    for who in team:
        for call in line:
            if not queueing.suits(who, call, NOW):
                continue
            mine = [each for each in line if queueing.suits(who, each, NOW)]
            theirs = [each for each in team if queueing.suits(each, call, NOW)]
            found = replay(lines(*told, offered(call.id, who.id)))
            first = min(mine, key=lambda each: (each.place, each.id))
            idlest = min(theirs, key=lambda each: (each.texts, each.idle_since, each.id))
            assert found.offered_twice == ()
            assert (found.passed_over == ()) == (first is call)
            assert (found.passed_by == ()) == (idlest is who)


@given(unlike(agents), unlike(waiting))
def test_of_what_waits_the_repetition_finds_all_that_suits_somebody(
    team: list[Agent], line: list[Waiting]
) -> None:
    suit = [each.id for each in line if any(queueing.suits(who, each, NOW) for who in team)]
    assert [*replay(lines(*map(stands, team), *map(waits, line))).left] == suit


def test_a_repetition_finds_nothing_where_the_rule_was_followed() -> None:
    found = replay(lines(stands(ANA), waits(CALL), offered(1, 1)))
    assert (found.decisions, found.offered_twice, found.passed_over) == (1, (), ())
    assert (found.passed_by, found.left) == ((), ())


def test_a_repetition_finds_what_was_offered_twice() -> None:
    bo = replace(ANA, id=2)
    told = lines(stands(ANA), stands(bo), waits(CALL), offered(1, 1), offered(1, 2))
    assert replay(told).offered_twice == (5,)
    later = replace(CALL, id=2)
    told = lines(stands(ANA), waits(CALL), waits(later), offered(1, 1), offered(2, 1))
    assert replay(told).offered_twice == (5,)
    told = lines(stands(ANA), waits(CALL), {"what": What.LEAVES, "turn": 1}, offered(1, 1))
    assert replay(told).offered_twice == (4,)


def test_a_repetition_finds_who_was_passed_over_and_who_was_left() -> None:
    later = replace(CALL, id=2, place=NOW)
    found = replay(lines(waits(CALL), waits(later), stands(ANA), offered(2, 1)))
    assert found.passed_over == (4,)
    rested = replace(ANA, id=2, idle_since=NOW - timedelta(hours=1))
    found = replay(lines(stands(ANA), stands(rested), waits(CALL), offered(1, 1)))
    assert found.passed_by == (4,)
    assert replay(lines(stands(ANA), waits(CALL))).left == (1,)
