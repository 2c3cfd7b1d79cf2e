"""What follows from records is kept in step with days and calendars, and proved."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from tests.council import chamber, los_angeles_council
from tests.council.chamber import CLERK, NOW, TODAY
from townline.cities.rules.city import City
from townline.config import tasks
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.models import (
    AgendaItemRow,
    BodyRow,
    CouncilFile,
    MeetingRow,
    Reckoning,
    Searched,
)
from townline.council.models.describing import Description
from townline.council.queries.describing import forget_council
from townline.council.rules.searching import Wanted
from townline.council.rules.settings import Recess
from townline.record.verbs import SYSTEM

pytestmark = pytest.mark.django_db
ADOPTED = "Council adopted item, subject to reconsideration, pursuant to Council Rule 51."


@pytest.fixture
def city() -> City:
    """Return Fairview with a council, and nothing in its files."""
    return chamber.found()


def adopted(city: City) -> str:
    """Return the number of a file that the Council adopted today, a Monday."""
    number = chamber.introduced(city)
    chamber.act(city, number, "Motion referred to Transportation Committee.")
    chamber.act(city, number, "Transportation Committee approved item(s) .")
    chamber.act(city, number, ADOPTED)
    return number


def at(days: int) -> datetime:
    """Return noon so many days after today."""
    return NOW + timedelta(days=days)


def test_a_day_that_comes_changes_the_state_and_what_is_searched_by_it(city: City) -> None:
    number = adopted(city)
    row = CouncilFile.objects.get(identifier=number)
    assert (row.state, row.reconsider_until_date) == ("reconsiderable", date(2026, 3, 3))
    assert row.changes_date == date(2026, 3, 4)
    assert actions.reckon_due(city=city, by=SYSTEM, at=at(1)) == 0
    assert actions.reckon_due(city=city, by=SYSTEM, at=at(2)) == 1
    row.refresh_from_db()
    assert (row.state, row.changed_at) == ("adopted", at(2))
    assert row.changes_date == date(2028, 3, 3), "the day after the file expires"
    found = queries.search(city, Wanted(state="adopted"))
    assert [hit.identifier for hit in found.files] == [number]
    assert queries.search(city, Wanted(state="reconsiderable")).total == 0
    assert actions.reckon_due(city=city, by=SYSTEM, at=at(2)) == 0


def test_a_recess_that_comes_late_moves_what_hangs_on_the_calendar(city: City) -> None:
    number = adopted(city)
    assert actions.reckon_if_other(city=city, by=SYSTEM, at=NOW)
    assert not actions.reckon_if_other(city=city, by=SYSTEM, at=NOW)
    settings = los_angeles_council.read().settings
    recess = Recess(start=TODAY, end=TODAY + timedelta(days=6), since=TODAY)
    calendar = replace(settings.calendar, recesses=(*settings.calendar.recesses, recess))
    shown = json.loads(json.dumps(Description.objects.get(edition_id=city.edition_id).settings))
    shown["calendar"]["recesses"].append(
        {"start": "2026-03-02", "end": "2026-03-08", "source": "", "since": None, "until": None}
    )
    assert len(calendar.recesses) == len(shown["calendar"]["recesses"])
    Description.objects.filter(edition_id=city.edition_id).update(settings=shown)
    forget_council()
    assert actions.reckon_if_other(city=city, by=SYSTEM, at=NOW)
    row = CouncilFile.objects.get(identifier=number)
    assert row.reconsider_until_date == date(2026, 3, 10)
    assert not actions.reckon_if_other(city=city, by=SYSTEM, at=NOW)


def test_the_task_of_the_worker_passes_cities_without_a_council(city: City) -> None:
    adopted(city)
    tasks.reckon_files(timestamp=0)
    assert Reckoning.objects.get().city_id == city.id


def test_rows_that_say_what_their_records_say_prove(city: City) -> None:
    number = adopted(city)
    actions.restrict(city=city, identifier=number, reason="Settlement", by=CLERK, at=NOW)
    assert list(queries.disagreements(city, TODAY)) == []
    assert list(queries.disagreements(city, TODAY + timedelta(days=30))) == [], (
        "what waits for the worker is not wrong"
    )


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("state", "final", "state is final, and its record makes it reconsiderable"),
        ("final_date", TODAY, "final_date is 2026-03-02, and its record makes it None"),
        ("pending", ["plum"], "pending is"),
        ("title", "Another title", "title is Another title"),
        ("restricted", True, "restricted is True, and its record makes it False"),
        ("recorded_expiration_date", TODAY, "recorded_expiration_date is 2026-03-02"),
        ("seq", 2, "the row ends at entry 2, the record at 4"),
    ],
)
def test_a_row_that_says_something_else_is_named(
    city: City, column: str, value: object, says: str
) -> None:
    number = adopted(city)
    CouncilFile.objects.filter(identifier=number).update(**{column: value})
    (fault,) = queries.disagreements(city, TODAY)
    assert fault.subject == f"{city.slug}/{number}"
    assert says in fault.says


def run(*words: str) -> tuple[int, str]:
    """Run a command of the council's files and return its exit code and what it prints."""
    done = CliRunner().invoke(group, list(words))
    return done.exit_code, done.output


def test_the_clock_is_said_by_command(city: City) -> None:
    number = adopted(city)
    code, out = run("clock", number, "--as-of", "2026-03-02", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["reconsideration_until"]["value"] == "2026-03-03"
    assert found["reconsideration_until"]["because"].startswith("Adopted on Monday, March 2, 2026")
    assert found["final"] | {"because": "", "entries": []} == {
        "value": None, "rule": "final", "because": "", "entries": [], "status": "computed",
        "recorded": None, "computed": "2026-03-03",
    }  # fmt: skip
    assert [each["value"]["standing"] for each in found["pending_in"]] == ["acted"]
    assert [each["value"]["open"] for each in found["rounds"]] == [True]
    code, out = run("clock", number, "--as-of", "2026-03-02")
    assert "reconsideration_until: 2026-03-03 (computed)." in out
    assert run("clock", "99-9999")[0] == 1


def test_what_the_record_knew_on_a_day_is_said_too(city: City) -> None:
    number = adopted(city)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC).date().isoformat()
    _, out = run("clock", number, "--known-on", long_ago, "--json")
    assert json.loads(out)["last_change"]["value"] is None


def test_files_are_found_by_command(city: City) -> None:
    number = adopted(city)
    code, out = run("search", "street", "trees", "--state", "reconsiderable", "--json")
    found = json.loads(out)
    assert code == 0
    assert [each["number"] for each in found["files"]] == [number]
    assert {"text": "trees", "found": True} in found["files"][0]["title_marked"]
    assert {"value": "transportation", "files": 1} in found["facets"]["body"]
    assert number in run("search", "tres")[1]


def test_a_correction_a_restriction_and_a_new_title_are_searched_at_once(city: City) -> None:
    number = adopted(city)
    entry = next(e for e in queries.history(city, number) if "approved" in e.printed)
    actions.correct(
        city=city,
        identifier=number,
        entry=entry.seq,
        activity=chamber.said(city, "Transportation Committee waived consideration of item ."),
        day=TODAY,
        reason="Misheard",
        by=CLERK,
        at=NOW,
    )
    assert queries.search(city, Wanted(words="waived")).total == 1
    assert queries.search(city, Wanted(words="approved")).total == 0
    actions.restrict(city=city, identifier=number, reason="Settlement", by=CLERK, at=NOW)
    assert queries.search(city, Wanted(words="waived")).total == 0
    actions.open_up(city=city, identifier=number, by=CLERK, at=NOW)
    assert queries.search(city, Wanted(words="waived")).total == 1
    assert Searched.objects.count() == 1


def test_the_time_limit_of_an_agenda_gives_the_last_day_to_act(city: City) -> None:
    number = adopted(city)
    body = BodyRow.objects.get(city_id=city.id, code="council")
    meeting = MeetingRow.objects.create(
        city_id=city.id, number=f"{city.slug}/m", code="m", body=body, starts_at=NOW,
        day=TODAY + timedelta(days=2), changed_at=NOW,
    )  # fmt: skip
    AgendaItemRow.objects.create(
        meeting=meeting, file=CouncilFile.objects.get(identifier=number), position=1,
        section="s", caption="c", time_limit_date=date(2026, 4, 12),
        last_day_date=date(2026, 4, 8),
    )  # fmt: skip
    found = queries.clock(city, number, as_of=TODAY, known_on=date.max).last_day_for_action
    assert (found.value, found.computed) == (date(2026, 4, 8), date(2026, 4, 10))
    early = queries.clock(city, number, as_of=date(2026, 2, 1), known_on=date.max)
    assert early.last_day_for_action.value is None
