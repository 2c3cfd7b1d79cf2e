"""Imported requests keep the promise that the data name, and get no other."""

import csv
import json
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from tests.ground.databases import ROOT
from townline.catalogue import queries as catalogue
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.config.commands import city as command
from townline.config.commands import import_
from townline.record.verbs import Actor, Role
from townline.requests import queries

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/New_York")
AT = datetime(2012, 1, 1, tzinfo=ZONE)
CHIEF = Actor(
    kind="staff",
    label="Demo chief",
    roles=frozenset({Role.ADMIN}),
    departments=frozenset({"*"}),
)


@pytest.fixture
def boston() -> City:
    applied = CliRunner().invoke(command.group, ["apply", str(ROOT / "cities" / "boston")])
    assert applied.exit_code == 0, applied.stderr
    found = cities.by_slug("boston")
    assert found is not None
    return found


def promised(boston: City) -> str:
    """Return what the data call a service that promises a time to whoever reports it now."""
    offers = catalogue.offers(boston.edition_id).values()
    return next(o.aliases[0] for o in offers if o.resolve and o.aliases)


def take_in(boston: City, tmp_path: Path, *targets: str) -> dict[str, object]:
    """Import a row for each target, numbered from 1, and return the figures."""
    mapping = columns_of(boston)
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.DictWriter(out, sorted(mapping.values()), restval="")
        rows.writeheader()
        for number, target in enumerate(targets, 1):
            rows.writerow({
                mapping["number"]: f"10{number}",
                mapping["requested"]: "2011-10-28 09:00:00",
                mapping["service"]: promised(boston),
                mapping["status"]: "Open",
                mapping["due"]: target,
            })  # fmt: skip
    asked = ["requests", str(path), "--city", "boston", "--mapping", "boston-open-data", "--json"]
    done = CliRunner().invoke(import_.group, asked)
    assert done.exit_code == 0, done.stderr
    (figures,) = json.loads(done.stdout)["files"]
    return dict(figures)


def columns_of(boston: City) -> dict[str, str]:
    """Return the columns that the folder's mapping reads, by our words."""
    text = cities.edition_file(boston.edition_id, "mappings/boston-open-data.toml").decode()
    return dict(tomllib.loads(text)["columns"])


def shown(boston: City, number: str) -> queries.RequestShown:
    return queries.by_staff(boston, number, CHIEF, language="en", at=AT)


def test_a_promise_that_the_data_name_is_kept_to_the_second(boston: City, tmp_path: Path) -> None:
    take_in(boston, tmp_path, "2011-11-08 15:30:07")
    assert shown(boston, "101").due_at == datetime(2011, 11, 8, 15, 30, 7, tzinfo=ZONE)


def test_without_one_there_is_none_though_the_service_promises(boston: City, tmp_path: Path):
    take_in(boston, tmp_path, "", "no day")
    for number in ("101", "102"):
        found = shown(boston, number)
        assert (found.due_at, found.respond_by, found.overdue) == (None, None, False)
    assert shown(boston, "102").flags == ("no_point", "unreadable_due")


def test_taking_in_the_same_rows_again_leaves_promises_alone(boston: City, tmp_path: Path) -> None:
    take_in(boston, tmp_path, "2011-11-08 15:30:00")
    again = take_in(boston, tmp_path, "2012-11-08 15:30:00")
    assert (again["rows_new"], again["rows_known"]) == (0, 1)
    assert shown(boston, "101").due_at == datetime(2011, 11, 8, 15, 30, tzinfo=ZONE)
