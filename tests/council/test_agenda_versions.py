"""What was posted is frozen, and what changed is told."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import agendas
from townline.council.rules.agendas import Agenda, Change, Item, Statement

ITEMS = st.builds(
    Item,
    key=st.integers(1, 30),
    number=st.sampled_from(["1", "2", "3", "13A"]),
    section=st.sampled_from([each.code for each in agendas.SECTIONS]),
    caption=st.sampled_from(["A motion", "A report", "Un informe ñ"]),
    file=st.sampled_from(["", "21-0278"]),
    time_limit=st.none() | st.just(date(2026, 1, 16)),
    statements=st.just(()) | st.just((Statement(body="A council", position="for"),)),
)
AGENDAS = st.builds(
    Agenda,
    body=st.just("council"),
    kind=st.just("regular"),
    starts_at=st.just(datetime(2025, 10, 28, 17, tzinfo=UTC)),
    location=st.just("City Hall"),
    items=st.lists(ITEMS, max_size=8, unique_by=lambda item: item.key).map(tuple),
)


@given(AGENDAS)
def test_what_is_frozen_thaws_to_the_same(agenda: Agenda) -> None:
    assert agendas.thawed(agendas.snapshot(agenda)) == agenda


@given(AGENDAS, AGENDAS)
def test_two_agendas_have_one_digest_only_if_they_are_the_same(one: Agenda, two: Agenda) -> None:
    first, second = agendas.snapshot(one), agendas.snapshot(two)
    assert (agendas.digest(first) == agendas.digest(second)) is (one == two)


@given(AGENDAS)
def test_nothing_is_different_from_itself(agenda: Agenda) -> None:
    assert agendas.differences(agenda, agenda) == ()


@given(AGENDAS, AGENDAS)
def test_differences_lead_from_the_one_to_the_other(one: Agenda, two: Agenda) -> None:
    found = {item.key: item for item in one.items}
    for each in agendas.differences(one, two):
        if each.change == Change.REMOVED:
            del found[each.item.key]
        elif each.change == Change.ADDED:
            assert each.item.key not in found
            found[each.item.key] = each.item
        else:
            found[each.item.key] = replace(found[each.item.key], **each.after)
    assert found == {item.key: item for item in two.items}


def test_an_item_that_only_went_elsewhere_has_moved() -> None:
    item = Item(key=1, number="1", section="noticed", caption="A motion")
    one = Agenda(
        body="council",
        kind="regular",
        starts_at=datetime(2025, 10, 28, 17, tzinfo=UTC),
        location="",
        items=(item,),
    )
    two = replace(one, items=(replace(item, number="9"),))
    three = replace(one, items=(replace(item, number="9", caption="Another"),))
    assert [each.change for each in agendas.differences(one, two)] == [Change.MOVED]
    (altered,) = agendas.differences(one, three)
    assert (altered.change, altered.before["caption"]) == (Change.ALTERED, "A motion")
