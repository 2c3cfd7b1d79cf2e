"""Another city is another folder: New York's record is taken in, typed, and told to programs."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from tests.desk import fairview
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.council import actions, queries
from townline.council.rules import legistar_files
from townline.founding.rules import council, draft
from townline.founding.rules.faults import Faults
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "new_york"
SAID = [
    ("2025-01-08", "This Introduction was Introduced by Council"),
    ("2025-01-08", "This Introduction was Referred to Comm by Council to the Committee on Parks"
                   " and Recreation"),
    ("2025-03-01", "A motion was made that this Introduction be Approved by Committee approved by"
                   " Roll Call."),
    ("2025-03-13", "A motion was made that this Introduction be Approved by Council approved by"
                   " consent Roll Call."),
    ("2025-03-13", "This Introduction was Sent to Mayor by Council"),
    ("2025-04-12", "This Introduction was Returned Unsigned by Mayor"),
    ("2025-04-12", "This Introduction was City Charter Rule Adopted"),
]  # fmt: skip


def new_york() -> City:
    """Apply a town with the council of New York."""
    cities.forget()
    faults = Faults()
    files = {p: c for p, c in draft.files_of(FOLDER).items() if p.startswith("council/")}
    told = council.read(files, ("en",), faults)
    assert [str(fault) for fault in faults.all()] == []
    assert told is not None
    city = fairview.apply(people=False)
    actions.put_council(
        city_id=city.id,
        edition_id=city.edition_id,
        settings=told.settings,
        vocabulary=told.vocabulary,
        by=SYSTEM,
        at=fairview.APPLIED,
    )
    return city


def introduction(said: list[tuple[str, str]]) -> dict[str, Any]:
    """Return a file as the mirror has it."""
    rows = [
        {"Date": f"{day}T12:00:00Z", "Action": text.rpartition("was ")[2], "Description": text,
         "BodyName": "City Council"}
        for day, text in said
    ]  # fmt: skip
    return {"File": "Int 1159-2025", "Title": "Trees", "IntroDate": "2025-01-08T00:00:00Z",
            "History": rows}  # fmt: skip


def take(city: City, data: dict[str, Any]) -> actions.Imported:
    (found,) = legistar_files.read(data)
    return actions.import_file(city=city, found=found, by=CLERK, at=NOW)


def test_an_introduction_is_typed_by_a_folder_of_its_own_and_told_to_programs() -> None:
    city = new_york()
    came = take(city, introduction(SAID))
    assert (came.identifier, came.activities, came.not_understood) == ("Int 1159-2025", 7, 0)
    assert take(city, introduction(SAID)).activities == 0
    lines = queries.history(city, "Int 1159-2025")
    assert [line.printed for line in reversed(lines)] == [text for _, text in SAID]
    assert lines[-2].activity.parameters["to"] == "Committee on Parks and Recreation"
    file = queries.file(city, "Int 1159-2025")
    assert (file.state, file.final_date) == ("final", date(2025, 4, 12))
    http = Client()
    (row,) = http.get(
        "/legistar/v1/NYC/matters", {"$filter": "MatterFile eq 'Int 1159-2025'"}
    ).json()
    assert (row["MatterStatusName"], row["MatterPassedDate"]) == ("Final", "2025-04-12T00:00:00")


def test_a_line_that_stands_twice_is_entered_once_and_flagged() -> None:
    city = new_york()
    came = take(city, introduction([*SAID, SAID[4]]))
    assert came.activities == 7
    assert any("stands twice" in flag for flag in came.flags)


@needs_data
def test_the_record_of_new_york_is_understood_but_for_one_line() -> None:
    city = new_york()
    paths = sorted((DATA / "nyc" / "introduction").glob("*/*.json"))
    files = [file for path in paths for file in legistar_files.read(json.loads(path.read_text()))]
    grammar = queries.grammar(city)
    said = [each.sentence for file in files for each in file.activities]
    other = [text for text in said if grammar.parse(text).type == "other"]
    assert other == ["This Introduction was Referred to Finance Pursuant to Rule 9.10 "]
    assert len(said) == 2086
    for file in files[:5]:
        actions.import_file(city=city, found=file, by=CLERK, at=NOW)
        lines = queries.history(city, file.number)
        assert [line.printed for line in lines] == [e.sentence.rstrip() for e in file.activities]
        assert actions.import_file(city=city, found=file, by=CLERK, at=NOW).activities == 0
