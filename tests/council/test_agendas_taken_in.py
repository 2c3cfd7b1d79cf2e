"""Agendas of another system are taken in as they stand, and as often as one likes."""

import json
from datetime import date
from typing import Any

import pytest

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from tests.council.test_primegov_agendas import AGENDA, ITEM, TEXT
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.rules import primegov

pytestmark = pytest.mark.django_db


def take(city: City, data: dict[str, Any]) -> actions.ImportedMeeting:
    return actions.import_agenda(city=city, found=primegov.read(data), by=CLERK, at=NOW)


def with_items(*items: dict[str, Any]) -> dict[str, Any]:
    first, last = AGENDA["sections"]
    return {**AGENDA, "sections": [{**first, "items": list(items)}, last]}


def test_an_agenda_brings_meeting_items_and_files_that_nobody_knew() -> None:
    city = chamber.found()
    odd = {**ITEM, "item_id": "10", "council_file": "", "raw_text": "Welcome"}
    came = take(city, with_items(ITEM, odd))
    assert (came.fresh, came.version, came.items, came.files) == (True, 1, 2, 1)
    assert came.unknown_bodies == tuple(
        f"{where} Demo Neighborhood Council" for where in ("East", "North", "South")
    )
    meeting = queries.meeting(city, came.code)
    assert (meeting.body, meeting.day, meeting.status) == (
        "council",
        date(2025, 10, 28),
        "confirmed",
    )
    (version,) = queries.versions(city, came.code)
    assert [(item.file, item.number, item.votes) for item in version.agenda.items] == [
        ("25-0001-S2", "3", 10), ("", "3", 10),
    ]  # fmt: skip
    assert version.notice_kind == "unknown"
    file = queries.file(city, "25-0001-S2")
    assert (file.title, file.origin) == ("MOTION (DEMO - SAMPLE) relative to a lamp.", "imported")
    (flag,) = queries.flags(city)
    assert (flag.code, flag.identifier) == ("agenda_alone", "25-0001-S2")
    assert queries.meetings_of(city, "25-0001-S2")[0].code == came.code


def test_taking_it_in_again_changes_nothing_and_a_change_is_a_version() -> None:
    city = chamber.found()
    came = take(city, AGENDA)
    seq = queries.meeting(city, came.code).seq
    again = take(city, AGENDA)
    assert (again.fresh, again.version, again.files, again.code) == (False, 0, 0, came.code)
    assert queries.meeting(city, came.code).seq == seq
    changed = {**ITEM, "raw_text": TEXT.replace("a lamp", "two lamps")}
    assert take(city, with_items(changed)).version == 2
    assert take(city, with_items()).version == 3
    assert [len(each.agenda.items) for each in queries.versions(city, came.code)] == [0, 1, 1]


@needs_data
def test_every_real_agenda_comes_in() -> None:
    city = chamber.found()
    paths = sorted((DATA / "agendas").glob("*.json"))[:9]
    came = [take(city, json.loads(path.read_text())) for path in paths]
    assert all(each.fresh and each.version == 1 for each in came)
    assert sum(each.files for each in came) > 150
    assert [take(city, json.loads(path.read_text())).version for path in paths] == [0] * len(paths)
