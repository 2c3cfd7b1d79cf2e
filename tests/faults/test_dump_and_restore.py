"""A dump that is restored into another cluster proves there, and the record goes on in it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.ground import databases
from tests.ground.installation import run
from tests.record.sealing import seal_all
from tests.requests import build
from tests.requests.build import NOON, WORKER
from townline.cities.rules.city import City
from townline.config import database, postgres, postgres_place
from townline.requests.actions import work

pytestmark = [
    pytest.mark.xdist_group("kills"),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="needs two clusters of our own"),
]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a home with a cluster of its own, its database still empty."""
    home = tmp_path / "other"
    home.mkdir()
    postgres.ensure(home)
    kept = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
    yield kept | {"TOWNLINE_HOME": str(home)}
    postgres.leave(home)


def tool(name: str, *args: str) -> None:
    """Run a program that comes with the embedded PostgreSQL."""
    place = postgres_place.of(Path(settings.HOME))
    done = subprocess.run(
        [place.binaries / name, *args], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def audited(environment: dict[str, str]) -> dict[str, Any]:
    """Return what the audit says."""
    said: dict[str, Any] = json.loads(run(environment, "audit", "--json", check=False).stdout)
    return said


def test_a_town_recovers_from_a_dump_in_another_cluster(
    kept_town: City, own_database: str, other: dict[str, str], tmp_path: Path
) -> None:
    first, second = (build.file(kept_town).number for _ in range(2))
    seal_all()
    work.start(city=kept_town, number=first, by=WORKER, at=NOON)
    here = audited(databases.environment(own_database))
    assert (here["entries"], here["unsealed_entries"], here["faults"]) == (5, 1, [])

    dump, home = tmp_path / "dump", Path(other["TOWNLINE_HOME"])
    url = database.renamed(database.owner_url(Path(settings.HOME)), own_database)
    tool("pg_dump", "--format=custom", f"--file={dump}", url)
    there_url = postgres.url(postgres_place.of(home), postgres.OWNER)
    tool("pg_restore", "--no-owner", f"--dbname={there_url}", str(dump))

    assert audited(other)["faults"] == [], "at once, before anything is prepared"
    assert has_moved(other)
    said = run(other, "db", "prepare")
    assert "epoch 2 of the record begins" in said.stderr
    assert "begins" not in run(other, "db", "prepare").stderr, "once is enough"
    assert not has_moved(other)

    go_on_in(other, second)
    there = audited(other)
    assert (there["entries"], there["unsealed_entries"], there["faults"]) == (6, 0, [])
    assert there["roots"] == here["roots"] + 2, "one for what came along unsealed"


def has_moved(environment: dict[str, str]) -> bool:
    """Return whether the installation says that its record cannot go on where it is."""
    said: dict[str, Any] = json.loads(run(environment, "db", "status", "--json").stdout)
    return bool(said["record_moved"])


def go_on_in(environment: dict[str, str], number: str) -> None:
    """Work on a request in the other cluster, and seal what is new there."""
    code = (
        "import django; django.setup()\n"
        "from tests.record.sealing import seal_all\n"
        "from tests.requests.build import NOON, WORKER\n"
        "from townline.cities import queries as cities\n"
        "from townline.requests.actions import work\n"
        f"work.start(city=cities.first(), number={number!r}, by=WORKER, at=NOON)\n"
        "seal_all(minutes=1)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"DJANGO_SETTINGS_MODULE": "townline.config.settings"},
        cwd=databases.ROOT,
        check=True,
    )
