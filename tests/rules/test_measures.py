"""How well contacts were answered: laws of every definition."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.contacts.rules import measures
from townline.contacts.rules.measures import Definition, Handling, Stretch, Waits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@st.composite
def waits(draw) -> Waits:
    answered, abandoned, waiting = (draw(st.integers(0, 500)) for _ in range(3))
    return Waits(
        offered=answered + abandoned + waiting, answered=answered, abandoned=abandoned,
        answered_within=draw(st.integers(0, answered)),
        abandoned_within=draw(st.integers(0, abandoned)),
        waiting=waiting, overdue=draw(st.integers(0, waiting)),
        waited_s=draw(st.floats(0, 1e6)),
    )  # fmt: skip


@given(waits(), st.sampled_from(Definition))
def test_a_level_is_a_share_or_nothing(found: Waits, definition: Definition) -> None:
    level = measures.service_level(found, definition)
    assert level is None or 0 <= level <= 1


@given(waits())
def test_of_all_contacts_is_the_strictest(found: Waits) -> None:
    offered = measures.service_level(found, Definition.OFFERED)
    for looser in (Definition.ANSWERED, Definition.HANDLED):
        level = measures.service_level(found, looser)
        assert level is None or offered is None or level >= offered


@given(waits(), waits(), st.sampled_from(Definition))
def test_the_level_of_two_queues_is_between_theirs(
    one: Waits, other: Waits, definition: Definition
) -> None:
    levels = [measures.service_level(each, definition) for each in (one, other)]
    both = measures.service_level(measures.total([one, other]), definition)
    known = [each for each in levels if each is not None]
    if not known:
        assert both is None
    else:
        assert both is not None
        assert min(known) - 1e-9 <= both <= max(known) + 1e-9


@given(waits())
def test_one_more_who_gives_up_late_never_makes_it_better(found: Waits) -> None:
    worse = found + Waits(offered=1, abandoned=1, waited_s=600)
    for definition in (Definition.OFFERED, Definition.HANDLED):
        before, after = (measures.service_level(each, definition) for each in (found, worse))
        assert before is None or after is None or after <= before


@st.composite
def stretches(draw) -> tuple[list[Stretch], datetime]:
    """Return stretches with agents, waits between them, and when all was done."""
    found, now = [], NOON
    for queue in draw(st.lists(st.sampled_from(("general", "trees")), max_size=4)):
        began = now + timedelta(seconds=draw(st.integers(0, 600)))
        now = began + timedelta(seconds=draw(st.integers(0, 600)))
        found.append(Stretch(queue=queue, began=began, ended=now))
    return found, now + timedelta(seconds=draw(st.integers(0, 600)))


@given(stretches())
def test_handling_time_is_all_but_the_waits(found: tuple[list[Stretch], datetime]) -> None:
    talks, done = found
    took = measures.handling_s(talks, done)
    assert set(took) == {each.queue for each in talks}
    waited, before = 0.0, talks[0].began if talks else done
    for each in talks:
        waited, before = waited + (each.began - before).total_seconds(), each.ended
    whole = (done - talks[0].began).total_seconds() if talks else 0.0
    assert sum(took.values()) == whole - waited
    assert all(each >= 0 for each in took.values())


@given(stretches(), st.integers(0, 600))
def test_a_longer_wrap_up_is_longer_handling_of_the_last_queue_alone(found, more: int) -> None:
    talks, done = found
    before = measures.handling_s(talks, done)
    after = measures.handling_s(talks, done + timedelta(seconds=more))
    longer = {each: after[each] - before[each] for each in before}
    assert longer == {each: more if each == talks[-1].queue else 0 for each in before}


@given(st.integers(1, 99), st.floats(0, 1e6), st.integers(1, 99), st.floats(0, 1e6))
def test_relayed_contacts_are_in_no_mean_of_the_others(n: int, s: float, m: int, r: float) -> None:
    plain, relayed = Handling(contacts=n, seconds=s), Handling(relayed=m, relayed_s=r)
    both = plain + relayed
    assert (both.mean_s, both.mean_relayed_s) == (plain.mean_s, relayed.mean_relayed_s)
    assert (plain.mean_relayed_s, relayed.mean_s, Handling().mean_s) == (None, None, None)


@given(waits(), st.integers(0, 50))
def test_who_hangs_up_at_once_changes_no_measure(found: Waits, short: int) -> None:
    more = found + Waits(offered=short, short=short)
    assert measures.mean_wait_s(more) == measures.mean_wait_s(found)
    assert measures.abandoned_share(more) == measures.abandoned_share(found)
    for definition in Definition:
        assert measures.service_level(more, definition) == measures.service_level(found, definition)


@pytest.mark.parametrize("definition", Definition)
def test_nothing_came_is_not_all_is_well(definition: Definition) -> None:
    assert measures.service_level(Waits(), definition) is None
    assert measures.mean_wait_s(Waits()) is None
    assert measures.abandoned_share(Waits()) is None


def test_the_three_definitions_differ_on_the_same_day() -> None:
    day = Waits(
        offered=100, answered=80, abandoned=15, answered_within=60, abandoned_within=5,
        waiting=5, overdue=3, waited_s=2850,
    )  # fmt: skip
    levels = {each: measures.service_level(day, each) for each in Definition}
    assert levels == {
        Definition.OFFERED: 60 / 98, Definition.ANSWERED: 60 / 80, Definition.HANDLED: 65 / 95
    }  # fmt: skip
    assert measures.mean_wait_s(day) == 30
    assert measures.abandoned_share(day) == 15 / 95
