"""How long requests take is learned from real ones that were finished, by service and area."""

from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any

import pytest
from click.testing import CliRunner

from tests.requests import build
from tests.requests.build import CHIEF, EAST, NOON, WEST
from townline.cities.rules.city import City
from townline.config.commands.expected import group
from townline.requests import queries
from townline.requests.actions.learn import Learned, learn_expected
from townline.requests.models import ServiceRequest
from townline.requests.rules.expecting import ENOUGH

DAY = timedelta(days=1)
_made = iter(range(10**9))


def ended(town: City, days: float, *, at: datetime = NOON, **more: Any) -> None:
    """Put a real request that was finished ``days`` after it was made, at ``at``."""
    values = {
        "service_code": "hole", "status": "closed", "outcome": "done", "areas": ["ward:west"],
        "origin": "imported", "channel": "web", "publicity": "everything", "department": "light",
        "requested_at": at.astimezone(UTC) - days * DAY, "closed_at": at,
    }  # fmt: skip
    number = f"past-{next(_made)}"
    ServiceRequest.objects.create(
        city_id=town.id, edition_id=town.edition_id, number=number, updated_at=at, seq=1,
        head=b"", **(values | more),
    )  # fmt: skip


def learn(town: City, **more: Any) -> Learned:
    return learn_expected(city=town, by=CHIEF, at=NOON, **more)


def test_the_days_are_the_deciles_of_what_was_finished(town: City) -> None:
    took = [0.5 + i * i / 7 for i in range(ENOUGH + 11)]
    for i, days in enumerate(took):
        ended(town, days, at=NOON - i * DAY)
    learn(town)
    found = queries.expected(town, "hole")
    assert found is not None
    tenths = quantiles(took, n=10, method="inclusive")
    assert found.low == pytest.approx(tenths[0])
    assert found.half == pytest.approx(tenths[4])
    assert found.high == pytest.approx(tenths[8])
    assert (found.count, found.until, found.learned_at) == (len(took), NOON, NOON)


def test_an_area_with_enough_speaks_for_itself_and_others_by_the_city(town: City) -> None:
    for _ in range(ENOUGH):
        ended(town, 2)
    for _ in range(ENOUGH - 1):
        ended(town, 20, areas=["ward:east"])
    assert learn(town) == Learned(services=1, areas=1, too_few=0)
    west, east = (queries.expected_at(town, "hole", p, at=NOON) for p in (WEST, EAST))
    assert west is not None
    assert east is not None
    assert (west.area, west.half) == ("ward:west", 2)
    assert (east.area, east.count) == ("", 2 * ENOUGH - 1)
    assert queries.expected_at(town, "hole", None, at=NOON) == east


def test_too_few_tell_nothing(town: City) -> None:
    for _ in range(ENOUGH - 1):
        ended(town, 2)
    assert learn(town) == Learned(services=0, areas=0, too_few=1)
    assert queries.expected(town, "hole", ["ward:west"]) is None
    assert queries.expected(town, "lamp") is None


NOT_COUNTED = {
    "crews found it": {"channel": "crew"},
    "it was cancelled": {"outcome": "cancelled"},
    "it ends before it begins": {"days": -3, "flags": ["closed_before_opened"]},
    "it was made up": {"origin": "synthetic"},
    "it is of the demo": {"origin": "demo"},
    "it was no real request": {"hidden": True},
    "it is open again": {"status": "open", "closed_at": None, "outcome": ""},
}


@pytest.mark.parametrize("why", NOT_COUNTED)
def test_what_no_resident_waited_for_does_not_count(town: City, why: str) -> None:
    for _ in range(ENOUGH):
        ended(town, 2)
        ended(town, **({"days": 90} | NOT_COUNTED[why]))
    learn(town)
    found = queries.expected(town, "hole")
    assert found is not None
    assert (found.count, found.high) == (ENOUGH, 2)


def test_synthetic_ones_count_only_where_one_measures(town: City) -> None:
    for _ in range(ENOUGH):
        ended(town, 2, origin="synthetic")
    assert learn(town).services == 0
    assert learn(town, origins=("synthetic",)).services == 1


def test_the_last_twelve_months_count_and_old_data_where_there_is_nothing_newer(
    town: City,
) -> None:
    for i in range(ENOUGH):
        ended(town, 50, at=NOON - 1500 * DAY)
        if i % 3 == 0:
            ended(town, 50, at=NOON - 400 * DAY - 1500 * DAY)
    ended(town, 1, at=NOON - DAY)
    learn(town)
    old = queries.expected(town, "hole")
    assert old is not None
    assert (old.count, old.half) == (ENOUGH + 1, 50)
    for _ in range(ENOUGH):
        ended(town, 1, at=NOON - DAY)
    learn(town)
    new = queries.expected(town, "hole")
    assert new is not None
    assert (new.count, new.high) == (ENOUGH + 1, 1)


def test_what_is_no_longer_known_is_forgotten(town: City) -> None:
    for _ in range(ENOUGH):
        ended(town, 2)
    learn(town)
    ServiceRequest.objects.update(areas=["ward:east"])
    learn_expected(city=town, by=CHIEF, at=NOON + DAY)
    assert [e.area for _code, e in queries.expectations(town)] == ["", "ward:east"]


def test_learning_is_told_apart_by_city(town: City) -> None:
    other = build.apply("elsewhere")
    for _ in range(ENOUGH):
        ended(town, 2)
    learn(town)
    learn(other)
    assert queries.expected(other, "hole") is None
    assert queries.expected(town, "hole") is not None


def test_asking_takes_one_statement(town: City) -> None:
    with build.statements() as sent:
        queries.expected(town, "hole", ["ward:west", "city:1"])
    assert len(sent) == 1


def test_the_command_learns_and_shows(town: City) -> None:
    for _ in range(ENOUGH):
        ended(town, 2)
    learned = CliRunner().invoke(group, ["learn", "--city", "millbrook", "--json"])
    assert '"services": 1, "areas": 1, "too_few": 0' in learned.stdout
    assert "1 services" in CliRunner().invoke(group, ["learn"]).stdout
    shown = CliRunner().invoke(group, ["show", "hole", "--json"])
    assert '"half":2.0' in shown.stdout
    assert "ward:west" in CliRunner().invoke(group, ["show", "hole"]).stdout
    unknown = CliRunner().invoke(group, ["show", "lamp", "--json"])
    assert unknown.exit_code == 1
    assert "knows nothing" in unknown.stderr
