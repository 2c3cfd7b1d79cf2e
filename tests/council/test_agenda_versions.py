"""What was posted is frozen, and what changed is told."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from townline.council.rules import agendas
from townline.council.rules.agendas import Agenda, Change, Item, Section, Statement

ITEMS = st.builds(
    Item,
    key=st.integers(1, 30),
    number=st.sampled_from(["1", "2", "3", "13A"]),
    section=st.sampled_from(["noticed", "heard", "items"]),
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
    headings=st.sampled_from([{}, {"heard": "Heard"}, {"heard": "Items that were heard"}]),
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


SECTIONS = st.lists(
    st.builds(
        Section,
        code=st.sampled_from(["a", "b", "c", "d"]),
        label=st.just({"en": "A part"}),
        headings=st.lists(st.sampled_from(["Closed session", "have  been HELD"]), max_size=2).map(
            tuple
        ),
    ),
    min_size=1,
    unique_by=lambda each: each.code,
)


@given(
    SECTIONS,
    st.text(max_size=40) | st.sampled_from(["CLOSED  SESSION 2", "Hearings have been held"]),
)
def test_every_heading_means_a_section_of_the_city(sections: list[Section], heading: str) -> None:
    found = agendas.headed(heading, sections)
    words = [" ".join(each.casefold().split()) for each in found.headings]
    fits = any(each in " ".join(heading.casefold().split()) for each in words)
    assert fits or found == sections[-1]


@given(SECTIONS)
def test_sections_stand_in_the_order_of_the_folder_and_unknown_ones_last(
    sections: list[Section],
) -> None:
    codes = [each.code for each in sections]
    places = [agendas.place(code, sections) for code in [*codes, "gone"]]
    assert places == list(range(len(sections) + 1))
    assert agendas.section("gone", sections) is None


def test_a_city_without_sections_has_one() -> None:
    assert agendas.headed("Whatever", [agendas.ITEMS]) is agendas.ITEMS


def test_an_agenda_without_headings_is_frozen_as_before_there_were_any() -> None:
    agenda = Agenda(
        body="council", kind="regular", starts_at=datetime(2025, 10, 28, 17, tzinfo=UTC),
        location="", items=(),
    )  # fmt: skip
    assert set(agendas.snapshot(agenda)) == {"body", "kind", "starts_at", "location", "items"}
