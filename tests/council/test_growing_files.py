"""Synthetic files out of real ones: plainly marked, provable, and the same every time."""

import json
from datetime import date
from itertools import pairwise

import pytest
from click.testing import CliRunner
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.council import chamber
from tests.council.chamber import CLERK, NOW
from tests.council.clockwork import SEED
from townline.cities.actions import mark_demo
from townline.cities.rules.city import City
from townline.config.commands.council import group
from townline.council import actions, queries
from townline.council.models import CouncilFile, FileEntry
from townline.council.rules.resampling import (
    MARK,
    Cast,
    Happened,
    MadeFile,
    Plan,
    Resampler,
    TooFew,
    number,
)
from townline.council.rules.searching import Wanted
from townline.record import queries as record
from townline.record.verbs import SYSTEM

UNTIL = date(2026, 11, 1)
CAST = Cast(bodies={"committee": ["A Committee", "B Committee", "C Committee"]})


def plainly(value: object) -> object:
    """Return a parameter as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


ROUND = [
    Happened(
        day=day,
        kept={
            "type": code,
            "template": "1",
            "parameters": {name: plainly(value) for name, value in parameters.items()},
        },
    )
    for day, code, parameters in SEED[:10]
]


def made(first: int, count: int, seed: int = 311) -> list[MadeFile]:
    """Return synthetic files."""
    return list(Resampler([ROUND], CAST, Plan(seed=seed, until=UNTIL)).files(first, count))


@given(st.integers(0, 500_000), st.integers(0, 500_000))
def test_every_place_has_a_number_of_its_own(one: int, other: int) -> None:
    assert (number(one, 2026) == number(other, 2026)) == (one == other)


def test_a_place_gives_the_same_file_whenever_it_is_asked() -> None:
    assert made(0, 40)[25:30] == made(25, 5)
    assert made(0, 5) != made(0, 5, seed=7)


def test_what_is_made_keeps_the_course_of_a_real_round_and_says_that_it_is_made_up() -> None:
    for file in made(0, 60):
        assert file.title.startswith(MARK)
        assert file.received == file.activities[0].day <= UNTIL
        steps = [each.kept["type"] for each in file.activities[: len(ROUND)]]
        assert steps == [each.kept["type"] for each in ROUND][: len(steps)]
        apart = [(after.day - day.day).days for day, after in pairwise(file.activities)]
        assert apart[:9] == [1, 5, 30, 5, 51, 5, 9, 5, 1][: len(apart[:9])]


def test_days_in_an_activity_move_with_it() -> None:
    for file in made(0, 20):
        for each in file.activities:
            if (on := each.kept["parameters"].get("on")) is not None:
                assert 3 <= (date.fromisoformat(on) - each.day).days <= 7


def test_without_a_real_file_there_is_nothing_to_draw_from() -> None:
    with pytest.raises(TooFew):
        Resampler([], CAST, Plan(seed=1, until=UNTIL))


REAL = (
    (date(2025, 3, 4), "Council action final."),
    (date(2025, 3, 4), "Council adopted item forthwith."),
    (date(2025, 2, 21), "City Clerk scheduled item for Council on March 4, 2025."),
    (date(2025, 2, 12), "Transportation Committee approved item(s) ."),
    (date(2025, 2, 3), "Motion referred to Transportation Committee."),
)


@pytest.fixture
def city(own_database: str) -> City:
    """Return Fairview as a demo, with a council and one real file."""
    town = chamber.found()
    actions.import_file(city=town, found=chamber.source("25-0100", *REAL), by=CLERK, at=NOW)
    mark_demo(city_id=town.id, demo=True, by=SYSTEM, at=NOW)
    return town


def grow(files: int) -> dict[str, object]:
    """Grow the city by command and return what it prints."""
    done = CliRunner(catch_exceptions=False).invoke(
        group, ["grow", "--files", str(files), "--json"]
    )
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_grown_city_proves_is_searched_and_grows_no_further(city: City) -> None:
    assert grow(30)["new"] == 30
    assert (grow(30)["new"], grow(10)["new"]) == (0, 0)
    files = CouncilFile.objects.filter(origin="synthetic")
    assert files.count() == 30
    assert not record.verify().faults
    assert list(queries.disagreements(city, timezone.now().astimezone(city.zone).date())) == []
    found = queries.search(city, Wanted(words="synthetic"))
    assert found.total == 30
    assert sum(count.files for count in found.facets["state"]) == 30
    entries = FileEntry.objects.filter(subject__origin="synthetic").exclude(type="")
    assert all(data["synthetic"] for data in entries.values_list("data", flat=True))
    assert set(files.values_list("state", flat=True)) >= {"final"}


def test_only_a_demo_with_real_files_can_be_grown(city: City) -> None:
    mark_demo(city_id=city.id, demo=False, by=SYSTEM, at=NOW)
    done = CliRunner().invoke(group, ["grow", "--files", "5"])
    assert done.exit_code == 2
    assert "not marked as a demo" in done.output
