"""Meetings of Legistar are taken in with their items, as often as one likes."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from townline.cities.rules.city import City
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.rules import legistar_events
from townline.council.rules.legistar_files import NotLegistar

ITEM = {
    "EventItemId": 9, "EventItemAgendaNumber": "(3)", "EventItemTitle": "Trees\r\nin streets",
    "EventItemMatterFile": "25-0001", "EventItemAgendaNote": "ADOPT.",
    "EventItemMatterAttachments": [
        {"MatterAttachmentId": 4, "MatterAttachmentName": "Report from City Clerk dated 9-1-25"},
    ],
}  # fmt: skip
EVENT: dict[str, Any] = {
    "EventId": 2907, "EventBodyName": "Council", "EventDate": "2025-09-26T00:00:00",
    "EventTime": "1:30 PM", "EventLocation": "Room 340", "EventItems": [ITEM],
}  # fmt: skip


def take(city: City, data: dict[str, Any]) -> actions.ImportedMeeting:
    (found,) = legistar_events.read(data)
    return actions.import_agenda(city=city, found=found, by=CLERK, at=NOW)


@pytest.mark.django_db
def test_an_event_is_a_meeting_with_its_items_papers_and_files() -> None:
    city = chamber.found()
    came = take(city, EVENT)
    assert (came.fresh, came.version, came.items, came.files, came.documents) == (True, 1, 1, 1, 1)
    meeting = queries.meeting(city, came.code)
    assert (meeting.body, meeting.day, meeting.location) == (
        "council", date(2025, 9, 26), "Room 340",
    )  # fmt: skip
    assert meeting.starts_at == datetime(2025, 9, 26, 13, 30, tzinfo=city.zone)
    (item,) = queries.versions(city, came.code)[0].agenda.items
    assert (item.number, item.caption, item.file) == ("3", "Trees in streets", "25-0001")
    (paper,) = queries.documents(city, "25-0001")
    assert (paper.kind, paper.document_date) == ("report", date(2025, 9, 1))
    again = take(city, EVENT)
    assert (again.fresh, again.version, again.files, again.documents) == (False, 0, 0, 0)
    assert list(queries.disagreements(city, chamber.TODAY)) == []


@pytest.mark.django_db
def test_a_body_that_the_folder_does_not_have_is_named() -> None:
    city = chamber.found()
    came = take(city, {**EVENT, "EventBodyName": "Demo Board", "EventItems": []})
    assert (came.body, came.unknown_bodies) == ("", ("Demo Board",))


@pytest.mark.parametrize(
    ("said", "hour"), [("10:00 AM", 10), ("12:05 am", 0), ("12:00 P.M.", 12), (None, 0), ("", 0)]
)
def test_the_hour_is_that_of_the_city(said: str | None, hour: int) -> None:
    (found,) = legistar_events.read({**EVENT, "EventTime": said})
    assert found.starts_at.hour == hour
    assert found.starts_at.tzinfo is None


BROKEN: list[Any] = [
    {**EVENT, "EventDate": "soon"}, {**EVENT, "EventTime": "13:00 PM"}, [EVENT, 1],
    {**EVENT, "EventId": "x"}, {**EVENT, "EventItems": "none"}, {**EVENT, "EventItems": [1]},
    {**EVENT, "EventItems": [{**ITEM, "EventItemId": None}]},
    {**EVENT, "EventItems": [{**ITEM, "EventItemMatterAttachments": [1]}]},
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_event_is_said_to_be_none(broken: Any) -> None:
    with pytest.raises(NotLegistar):
        legistar_events.read(broken)


SCRAPS = st.sampled_from([None, True, 1, "", "x", [], {}, [ITEM, 1], "2025-02-30", "2025-02-01"])


@given(st.dictionaries(st.sampled_from([*EVENT, "x"]), SCRAPS))
def test_whatever_comes_is_read_or_refused_in_words(row: dict[str, Any]) -> None:
    try:
        legistar_events.read(row)
    except NotLegistar as fault:
        assert str(fault)


@needs_data
@pytest.mark.django_db
def test_the_event_of_metro_comes_in_by_command_and_again_brings_nothing() -> None:
    chamber.found()
    path = str(DATA / "legistar-lametro" / "tests" / "fixtures" / "event.json")
    for fresh in (True, False):
        done = CliRunner().invoke(group, ["import", "--json", path])
        (came,) = json.loads(done.stdout)["taken"]
        assert (came["fresh"], came["items"]) == (fresh, 0)
        assert came["unknown_bodies"] == ["Board of Directors - Regular Board Meeting"]
        assert done.exit_code == 0
