"""Agendas of a PrimeGov portal are read as they stand."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.council import los_angeles_council
from tests.council.los_angeles_council import DATA, needs_data
from townline.council.rules import agendas, primegov
from townline.council.rules.positions import Position
from townline.council.rules.primegov import NotPrimeGov

TEXT = (
    "25-0001-S2\nCD 13\nMOTION (DEMO - SAMPLE) relative to a lamp.\n"
    "Recommendation for Council action:\nLIGHT it.\nCommunity Impact Statement:\nYes\nFor:\n"
    "North Demo Neighborhood Council\nSouth Demo Neighborhood Council.\n"
    "Against unless Amended: East Demo Neighborhood Council\n"
    "TIME LIMIT FILE - JANUARY 16, 2026\n(LAST DAY FOR COUNCIL ACTION - JANUARY 14, 2026)\n"
    "Community Impact Statement submitted by North Demo Neighborhood Council_07-08-2025"
)
ITEM = {
    "item_id": "9", "item_number": "(3)", "raw_text": TEXT, "council_file": "25-0001-S2",
    "district": "CD 13", "title": "MOTION",
    "attachments": [{"title": "Motion dated 1-2-25", "historyId": "a1"}, {"title": ""}],
}  # fmt: skip
AGENDA: dict[str, Any] = {
    "meeting_id": 17,
    "meeting_datetime": "2025-10-28T17:00:00",
    "sections": [
        {
            "title": "No hearings held",
            "original_title": "Items for which Public Hearings Have Not Been Held"
            " - (10 Votes Required for Consideration)",
            "items": [ITEM],
        },
        {"title": "Council Adjournment", "items": []},
    ],
}


def test_an_item_is_taken_apart() -> None:
    agenda = primegov.read(AGENDA)
    assert agenda.starts_at == datetime(2025, 10, 28, 17, tzinfo=UTC)
    assert agenda.council
    (item,) = agenda.items
    assert (item.number, item.votes) == ("3", 10)
    sections = los_angeles_council.read().settings.sections
    assert agendas.headed(item.heading, sections).code == "not_heard"
    assert item.caption == "MOTION (DEMO - SAMPLE) relative to a lamp."
    assert (item.file, item.districts) == ("25-0001-S2", ("13",))
    assert [(paper.title, paper.key) for paper in item.papers] == [("Motion dated 1-2-25", "a1")]
    assert (item.time_limit, item.last_day) == (date(2026, 1, 16), date(2026, 1, 14))
    assert [(each.body, each.position) for each in item.statements] == [
        ("North Demo Neighborhood Council", Position.FOR),
        ("South Demo Neighborhood Council", Position.FOR),
        ("East Demo Neighborhood Council", Position.AGAINST_UNLESS_AMENDED),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {**AGENDA, "sections": "none"},
        {**AGENDA, "meeting_datetime": "soon"},
        {**AGENDA, "meeting_id": True},
        {**AGENDA, "sections": [{"title": "x", "items": [{"item_id": "1"}]}]},
        {**AGENDA, "sections": [{"title": "x", "items": [1]}]},
        {**AGENDA, "sections": [{"title": "x", "items": [{**ITEM, "attachments": ["x"]}]}]},
    ],
)
def test_what_is_no_agenda_is_said_to_be_none(broken: dict[str, Any]) -> None:
    with pytest.raises(NotPrimeGov):
        primegov.read(broken)


SCRAPS = st.sampled_from(
    [None, True, 1, "", "For:", "99-99", {}, [], [1], {"items": 1}, [{"items": [ITEM, 1]}],
     [{"items": [{"raw_text": "x", "attachments": 1}]}], "2025-02-30", "2025-10-28T17:00:00Z"]
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*AGENDA, "x"]), SCRAPS))
def test_whatever_comes_is_read_or_refused_in_words(data: dict[str, Any]) -> None:
    try:
        primegov.read(data)
    except NotPrimeGov as fault:
        assert str(fault)


@needs_data
def test_the_real_agendas_are_read_whole() -> None:
    read = [
        primegov.read(json.loads(path.read_text()))
        for path in sorted((DATA / "agendas").glob("*.json"))
    ]
    items = [item for agenda in read for item in agenda.items]
    assert (len(read), len(items)) == (27, 602)
    assert sum(agenda.council for agenda in read) == 11
    assert sum(bool(item.file) for item in items) == 584
    assert all(item.caption for item in items)
    assert len({(i.file, i.time_limit, i.last_day) for i in items if i.time_limit}) == 63
    taken = [each.position for item in items for each in item.statements]
    assert (taken.count(Position.FOR), taken.count(Position.AGAINST_UNLESS_AMENDED)) == (36, 2)
