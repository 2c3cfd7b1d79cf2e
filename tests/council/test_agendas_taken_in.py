"""Agendas of another system are taken in as they stand, and as often as one likes."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.los_angeles_council import DATA, needs_data
from tests.council.test_council_calendar import CALENDAR, LATER
from tests.council.test_primegov_agendas import AGENDA, ITEM, TEXT
from townline.cities.rules.city import City
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.rules import papers_named, primegov
from townline.council.rules.calendar import MeetingDays
from townline.council.rules.imported import ImportedDocument
from townline.council.rules.numbers import Numbering

pytestmark = pytest.mark.django_db


def take(city: City, data: dict[str, Any]) -> actions.ImportedMeeting:
    return actions.import_agenda(city=city, found=primegov.read(data), by=CLERK, at=NOW)


def statements_on(city: City, number: str) -> tuple[Any, Any]:
    """Return the statements on a file and their tally, whenever they came."""
    found = queries.follows(city, queries.file(city, number), on=date.max)
    return found.statements, found.tally


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
    flags = queries.flags(city, file="25-0001-S2")
    assert Counter(flag.code for flag in flags) == {
        "agenda_alone": 1, "unknown_body": 3, "time_limit": 1,
    }  # fmt: skip
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


NORTH = "North Westwood Neighborhood Council"
STATED = f"Community Impact Statement submitted by {NORTH}"


def stating(position: str, *papers: str, body: str = NORTH, number: int = 17) -> dict[str, Any]:
    """Return an agenda of one item with a position and papers."""
    text = (
        f"25-0001-S2\nMOTION relative to a lamp.\nCommunity Impact Statement:\n{position}: {body}"
    )
    named = [{"title": title, "historyId": f"{number}-{title}"} for title in papers]
    item = {**ITEM, "raw_text": text, "attachments": named}
    return {**with_items(item), "meeting_id": number}


def test_a_position_is_a_statement_of_the_day_of_its_paper_and_is_entered_once() -> None:
    city = chamber.found()
    agenda = stating("For if amended", f"{STATED}_10-1-25")
    came = take(city, agenda)
    assert (came.documents, came.statements, came.flags) == (1, 1, ())
    (stated,), tally = statements_on(city, "25-0001-S2")
    (paper,) = queries.documents(city, "25-0001-S2")
    assert (stated.body, stated.position) == ("nc-north-westwood", "for_if_amended")
    assert (stated.filed_date, stated.agenda) == (date(2025, 10, 1), date(2025, 10, 28))
    assert (stated.document, paper.kind, paper.document_date) == (
        paper.seq, "impact_statement", date(2025, 10, 1),
    )  # fmt: skip
    assert tally == {"for_if_amended": 1}
    for number in (17, 18):  # again, and on another agenda
        again = take(city, {**agenda, "meeting_id": number})
        assert (again.documents, again.statements, again.flags) == (0, 0, ())
    later = take(city, stating("Against", f"{STATED}_10-1-25", f"{STATED}_10-20-25", number=19))
    assert (later.documents, later.statements) == (1, 1)
    assert "names 2 statements" in later.flags[0]
    assert statements_on(city, "25-0001-S2")[1] == {"against": 1}


def test_what_an_agenda_leaves_open_or_contradicts_is_flagged_and_nothing_is_repaired() -> None:
    city = chamber.found()
    (no_day,) = take(city, stating("For")).flags
    assert "no paper says when it came" in no_day
    (stated,), _tally = statements_on(city, "25-0001-S2")
    assert stated.filed_date is None
    other = take(city, stating("Against", number=18))
    assert other.statements == 0
    assert "gives against as the position" in other.flags[0] and "has for" in other.flags[0]
    strange = take(city, stating("For", body="Demo Forest Committee", number=19))
    assert strange.statements == 0
    assert "Demo Forest Committee, which is no neighbourhood council" in strange.flags[0]
    assert {flag.code for flag in queries.flags(city)} == {
        "agenda_alone", "statement", "unknown_body",
    }  # fmt: skip
    assert statements_on(city, "25-0001-S2")[1] == {"for": 1}


def test_papers_that_an_item_names_are_filed_unkept_and_those_of_the_clerks_system_once() -> None:
    city = chamber.found()
    twice = ("Communication(s) from Public_03-16-2025",) * 2
    ordinance = "Final Ordinance No. 188753 dated 10-31-25"
    agenda = stating("For", *twice, ordinance, "Report from City Clerk dated 13-45-25")
    assert take(city, agenda).documents == 4
    assert take(city, {**agenda, "meeting_id": 18}).documents == 0
    papers = {each.title: each for each in queries.documents(city, "25-0001-S2")}
    assert (papers[ordinance].kind, papers[ordinance].reference) == ("ordinance", "188753")
    assert papers[ordinance].digest == ""
    assert papers["Report from City Clerk dated 13-45-25"].document_date is None
    listed = (
        ImportedDocument(title="Final Ordinance No. 188753", date=date(2025, 10, 31), name="o.pdf"),
        ImportedDocument(title="Motion", date=date(2025, 7, 30), name="m.pdf"),
    )
    for fresh in (1, 0):
        found = chamber.source("25-0001-S2", documents=listed)
        came = actions.import_file(city=city, found=found, by=CLERK, at=NOW)
        assert came.documents == fresh
    assert take(city, stating("For", "Motion (Demo - Sample) dated 7-30-25")).documents == 1
    assert take(city, stating("For", "Motion dated 7-30-25")).documents == 0


def imported(*paths: Path) -> list[dict[str, Any]]:
    done = CliRunner(catch_exceptions=False).invoke(
        group, ["import", "--json", *(str(path) for path in paths)]
    )
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["rejected"] == []
    return told["taken"]  # type: ignore[no-any-return]


def unfiled(city: City) -> list[tuple[str, str]]:
    """Return the papers that items of the real agendas name and that their files do not have."""
    numbers = Numbering(queries.council_settings(city).numbers)
    agendas = (primegov.read(json.loads(path.read_text())) for path in DATA.glob("agendas/*.json"))
    named = {
        (numbers.write(numbers.read(item.file)), " ".join(paper.title.split()))
        for agenda in agendas
        for item in agenda.items
        if item.file
        for paper in item.papers
    }
    known = {
        (file, papers_named.key_of(each.title, each.document_date))
        for file in {file for file, _title in named}
        for each in queries.documents(city, file)
    }
    return [(file, t) for file, t in named if (file, papers_named.named(t).key) not in known]


@needs_data
def test_all_real_agendas_come_in_by_command_and_again_bring_nothing() -> None:
    city = chamber.found()
    came = imported(DATA / "agendas")
    assert [(each["fresh"], each["version"]) for each in came] == [(True, 1)] * 27
    assert sum(each["items"] for each in came) == 602
    rows = [
        item
        for each in came
        for item in queries.versions(city, each["code"])[0].agenda.items
        if item.time_limit
    ]
    limits = {(item.file, item.time_limit, item.last_day) for item in rows}
    calendar = MeetingDays(CALENDAR, known_on=LATER)
    fitting = [limit for _, limit, last in limits if calendar.up_to(limit) == last]
    assert (len(limits), len(fitting)) == (63, 59)
    flags = queries.flags(city, most=10_000)
    found = Counter(flag.code for flag in flags)
    assert (found["time_limit"], found["unknown_body"], found["statement"]) == (4, 1, 3)
    assert [sum(each[key] for each in came) for key in ("statements", "documents")] == [46, 2826]
    assert sum(len(each["flags"]) for each in came) == 8
    assert unfiled(city) == []
    assert list(queries.disagreements(city, chamber.TODAY)) == []
    nothing = {"version": 0, "files": 0, "documents": 0, "statements": 0, "flags": []}
    for each in imported(DATA / "agendas"):
        assert {key: each[key] for key in nothing} == nothing, each["code"]
    assert queries.flags(city, most=10_000) == flags
