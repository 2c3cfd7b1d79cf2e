"""The real records of Los Angeles, as they were published."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests.geography import build
from tests.ground import databases
from tests.ground.installation import CITY, run
from townline.config import database

REQUESTS = build.data() / "la" / "requests"
FILES = {
    "myla311_2017-12-27_to_31.csv.gz": "myla311-2018",
    "myla311_2018-01-01_to_04.csv.gz": "myla311-2018",
    "myla311_2020-01-01_to_03.csv.gz": "myla311-2020",
    "myla311_2022-09-19_to_23_hackforla_api.csv.gz": "hackforla-2022",
}
pytestmark = [
    pytest.mark.truth,
    pytest.mark.skipif(not REQUESTS.is_dir(), reason="the folder of real data is not here"),
]


@pytest.fixture(scope="module")
def los_angeles(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Return the name of a database in which the city is applied."""
    with django_db_blocker.unblock():
        name = databases.copy("truth")
        run(databases.environment(name), "city", "apply", str(CITY))
        yield name
        databases.drop(name)


@pytest.mark.parametrize("file", FILES)
def test_real_records_come_in_whole_and_once(los_angeles: str, file: str, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    command = (
        "import", "requests", str(REQUESTS / file), "--city", "los-angeles",
        "--mapping", FILES[file], "--rejects", str(rejects), "--json",
    )  # fmt: skip
    environment = databases.environment(los_angeles)
    (first,) = json.loads(run(environment, *command).stdout)["files"]
    assert first["rows_in"] >= 9_999
    assert first["rows_in"] == first["rows_new"] + first["rows_known"] + first["rows_rejected"]
    assert first["rows_rejected"] < first["rows_in"] / 100, first["rejected_why"]
    with rejects.open() as kept:
        assert len(list(csv.DictReader(kept))) == first["rows_rejected"]
    (again,) = json.loads(run(environment, *command).stdout)["files"]
    assert again["rows_new"] == 0
    assert again["rows_known"] == first["rows_new"] + first["rows_known"]

    url = database.renamed(database.owner_url(settings.HOME), los_angeles)
    with psycopg.connect(url) as owner:
        reached = owner.execute(
            "SELECT count(contact_id) FROM requests_servicerequest WHERE channel = 'crew'"
        ).fetchone()
        plain = owner.execute(
            "SELECT count(*) FROM requests_requestentry WHERE NOT data ? 'reconstructed'"
        ).fetchone()
    assert reached == (0,), "nobody got in touch where a crew saw it"
    assert plain == (0,)
    assert run(environment, "audit").returncode == 0
