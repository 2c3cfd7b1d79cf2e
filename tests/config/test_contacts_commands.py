"""``townline contacts``: an hour is played, and a contact is shown."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.contacts import hotline
from tests.contacts.test_turns import after, agent, call, finish
from tests.requests.build import town
from townline.cities.models import City as CityRow
from townline.cities.rules.city import City
from townline.config.commands import contacts
from townline.contacts import actions
from townline.contacts.models import Turn
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions as staff
from townline.staff.models import Member

__all__ = ["town"]
TOLD = {
    "contacts", "answered", "abandoned", "called_back", "waiting", "offered_twice", "passed_over",
    "service_level_offered", "mean_wait_s",
}  # fmt: skip


def run(*args: str) -> Any:
    return CliRunner().invoke(contacts.group, [*args, "--city", "millbrook"])


PLAYED = ("play", "--contacts", "40", "--agents", "2", "--aht", "60", "--patience", "90",
          "--seed", "4", "--speed", "max", "--json")  # fmt: skip


def test_an_hour_is_played_and_marked_as_simulated(town: City) -> None:
    CityRow.objects.update(demo=True)
    done = run(*PLAYED)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found) == TOLD
    assert found["contacts"] == 40 == found["answered"] + found["abandoned"]
    assert (found["waiting"], found["offered_twice"], found["passed_over"]) == (0, 0, 0)
    assert Turn.objects.filter(simulated=True).count() == 40


def test_the_same_seed_plays_the_same_hour(town: City) -> None:
    CityRow.objects.update(demo=True)
    first, second = json.loads(run(*PLAYED).stdout), json.loads(run(*PLAYED).stdout)
    assert first == second


def test_nothing_is_played_in_a_city_that_is_no_demo(town: City) -> None:
    done = run(*PLAYED)
    assert done.exit_code == 2
    assert "no demo" in done.output
    assert not Turn.objects.exists()


def test_a_day_is_played_by_its_profile_and_told_by_half_hours(town: City, tmp_path: Path) -> None:
    CityRow.objects.update(demo=True)
    hours = tmp_path / "hours.csv"
    hours.write_text("weekday,hour,requests\nmonday,8,30\nmonday,9,10\n")
    said = (*PLAYED, "--profile", str(hours), "--estimate", "--callbacks", "1")
    done = run(*said)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert sum(each["offered"] for each in found["half_hours"]) == found["contacts"] == 40
    assert {each["from"] for each in found["half_hours"]} <= {"08:00", "08:30", "09:00", "09:30"}
    assert (found["offered_twice"], found["passed_over"], found["waiting"]) == (0, 0, 0)
    assert "estimates" in found["estimates"]


@pytest.mark.parametrize(
    ("day", "says"),
    [("monday", "has no samples"), ("no.csv", "No such file"), ("holiday", "No such")],
)
def test_a_profile_that_is_not_there_is_refused(town: City, day: str, says: str) -> None:
    CityRow.objects.update(demo=True)
    done = run(*PLAYED, "--profile", day)
    assert done.exit_code == 2
    assert says in done.output
    assert not Turn.objects.exists()


@pytest.mark.parametrize("wrong", ["fast", "0", "-1", "nan"])
def test_a_speed_that_is_none_is_refused(town: City, wrong: str) -> None:
    done = run("play", "--speed", wrong)
    assert done.exit_code == 2
    assert "--speed" in done.output


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        *((each, wrong) for each in ("--aht", "--patience", "--per-hour") for wrong in (
            "nan", "inf", "1e300", "1e-320", "0", "-1", "many",
        )),
        *((each, wrong) for each in ("--level", "--callbacks") for wrong in ("nan", "inf", "-1")),
        ("--contacts", "1000001"),
    ],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(town: City, option: str, wrong: str) -> None:
    CityRow.objects.update(demo=True)
    done = run("play", option, wrong)
    assert done.exit_code == 2
    assert option in done.output
    assert not Turn.objects.exists()


@pytest.mark.parametrize(
    "odd", [("--aht", "0.001"), ("--aht", "1e6"), ("--patience", "0.001"), ("--patience", "1e6"),
            ("--per-hour", "1"), ("--per-hour", "1e7"), ("--level", "0")],
)  # fmt: skip
def test_the_oddest_amounts_are_played(town: City, odd: tuple[str, str]) -> None:
    CityRow.objects.update(demo=True)
    done = run("play", "--contacts", "3", "--agents", "1", *odd, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["contacts"] == 3


def test_the_demos_people_are_known_to_the_command_without_the_demo(town: City) -> None:
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    actions.put_centres(edition_id=town.edition_id, said=hotline.SAID, by=SYSTEM, at=at)
    number = staff.add_member(
        city_id=town.id, username="demo-agent", password="a long password", label="Demo agent",
        departments=("*",), roles=(Role.AGENT,), by=SYSTEM, at=at,
    )  # fmt: skip
    Member.objects.filter(number=number).update(demo=True)
    done = run("agents", "put", "demo-agent", "--queue", "general", "--json")
    assert done.exit_code == 0, done.output
    (listed,) = json.loads(run("agents", "list", "--json").stdout)["agents"]
    assert listed == json.loads(done.stdout)
    assert (listed["username"], listed["queues"]) == ("demo-agent", ["general"])


def test_a_contact_is_shown_without_who_it_is(town: City) -> None:
    who = agent(town)
    key, _ = call(town, after(1), details={"phone": "213-555-0101", "first_name": "Demo Cleo"})
    finish(town, key, who, after(3.25))
    plain, document = run("show", str(key)), run("show", str(key), "--json")
    assert (plain.exit_code, document.exit_code) == (0, 0)
    for said in (plain.output, document.output):
        assert "555" not in said
        assert "Cleo" not in said
    assert "agent general Demo Ana 60.000 s, ended" in plain.output
    found = json.loads(document.stdout)
    assert found["legs"][0]["kind"] == "queue"
    assert found["entries"][0]["verb"] == "contact.queued"


def test_a_contact_that_is_not_there_is_refused(town: City) -> None:
    done = run("show", "99")
    assert done.exit_code == 1
    assert "no contact 99" in done.output
