"""Importing much: never held whole, ended at any moment and begun again, quick to read at once."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.ground.databases import environment
from tests.importing.test_importing import HEAD, MAPPING, faults, figures, load
from tests.requests import build
from tests.requests.build import EAST, NOON
from townline.cities.rules.city import City
from townline.config import importing, statistics
from townline.record.verbs import SYSTEM
from townline.requests.actions import reconstruct
from townline.requests.actions.preparation import Preparation
from townline.requests.models import RequestEntry, ServiceRequest
from townline.requests.rules.imported import Past

LINE = "7-{},2018-01-02 08:00,2018-01-03 08:00,Lamp,Closed,LIGHT,Call,34.005,-118.005,\n"


@pytest.fixture
def town(town: City) -> City:
    """Apply Millbrook with a mapping in its folder."""
    return build.apply(files={"city.toml": b"", "mappings/demo.toml": MAPPING})


def write(path: Path, numbers: range) -> Path:
    """Write a file with a row for each number."""
    path.write_text(HEAD + "".join(LINE.format(n) for n in numbers))
    return path


def past(number: str) -> Past:
    """Return a past request without anything odd."""
    return Past(
        number=number, service_code="lamp", state="closed", requested_at=NOON, updated_at=NOON,
        closed_at=NOON, due_at=None, scheduled_at=None, department="light", crew="",
        channel="web", address="", zipcode="", lat=EAST.lat, lon=EAST.lon, outcome="", flags=(),
    )  # fmt: skip


def test_a_file_is_read_no_farther_than_two_batches_ahead_of_what_is_written(
    town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write(tmp_path / "long.csv", range(200))
    ahead: list[int] = []
    read = importing.RowReader.read

    def counted(self: importing.RowReader, row: Any) -> Past:
        ahead.append(1)
        return read(self, row)

    monkeypatch.setattr(importing.RowReader, "read", counted)
    most = []

    def progress(bytes_read: int) -> None:
        most.append(len(ahead) - ServiceRequest.objects.count())

    found = importing.take_in(
        path, city=town, scheme=importing.scheme(town, "demo"), rejects=importing.Rejects(None),
        at=NOON, progress=progress,
    )  # fmt: skip
    assert (found.rows, found.new) == (200, 200)
    assert len(most) == 20
    assert max(most) <= 3 * 10


def test_a_number_that_comes_again_in_the_next_batch_is_taken_once(
    town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    path = tmp_path / "again.csv"
    path.write_text(HEAD + "".join(LINE.format(n) for n in (1, 2, 3, 3, 2, 4, 1, 4, 5, 1)))
    found = figures(load(path))
    assert (found["rows_new"], found["rows_known"]) == (5, 5)
    assert not faults()


def test_what_stands_before_a_damage_is_kept(
    town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write(tmp_path / "long.csv", range(45))
    monkeypatch.setattr(importing, "LONGEST_CELL", 1000)
    path.write_text(path.read_text() + f'"{"x" * 2000}"\n')
    done = load(path)
    assert done.exit_code == 2
    assert "line 47" in done.stderr
    assert "the rows before it were taken in" in done.stderr
    assert ServiceRequest.objects.count() == 45, "the batch that was not full, too"
    assert not faults()


def test_what_was_prepared_beside_asks_the_database_nothing(town: City) -> None:
    preparation = Preparation(town, source="demo")
    fresh = preparation.fresh([past("8-1"), past("8-2"), past("8-1")])
    with build.statements() as sent:
        batch = preparation.batch(fresh)
    assert not sent
    assert [one.past.number for one in batch.ready] == ["8-1", "8-2"]


def test_what_somebody_else_wrote_meanwhile_is_left_alone(town: City) -> None:
    preparation = Preparation(town, source="demo")
    batch = preparation.batch(preparation.fresh([past("8-1"), past("8-2")]))
    reconstruct.take_in(city=town, batch=[past("8-1")], source="other", by=SYSTEM, at=NOON)
    written = importing._written(batch, preparation, NOON)
    assert [one.past.number for one in written.ready] == ["8-2"]
    assert ServiceRequest.objects.count() == 2
    assert RequestEntry.objects.filter(seq=1, data__source="other").count() == 1
    assert not faults()


@pytest.fixture
def committed(own_database: str) -> Iterator[tuple[City, dict[str, str]]]:
    """Apply Millbrook in a database of its own, for other processes to see."""
    city = build.apply(files={"city.toml": b"", "mappings/demo.toml": MAPPING})
    yield city, environment(own_database)
    connection.close()


def importer(path: Path, where: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Begin an import in a process of its own."""
    words = ("import", "requests", str(path), "--city", "millbrook", "--mapping", "demo", "--json")
    command = [sys.executable, "-m", "townline.config.command", *words]
    return subprocess.Popen(command, env=where, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def wait_for_its_end(deadline: float) -> None:
    """Wait until the server has noticed that the process is gone: a commit may be on its way."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        cursor.execute(others)
        while cursor.fetchone() != (0,) and time.monotonic() < deadline:
            time.sleep(0.05)
            cursor.execute(others)


def test_an_import_that_is_killed_keeps_its_batches_and_is_completed_by_another(
    committed: tuple[City, dict[str, str]], tmp_path: Path
) -> None:
    _, where = committed
    rows = 30_000
    path = write(tmp_path / "long.csv", range(rows))
    process = importer(path, where)
    deadline = time.monotonic() + 120
    while not ServiceRequest.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_for_its_end(deadline)
    kept = ServiceRequest.objects.count()
    assert kept % importing.BATCH == 0
    assert 0 < kept < rows, "it was killed in the middle"
    assert not faults()
    first = dict(ServiceRequest.objects.values_list("number", "id"))
    again = importer(path, where)
    out, _ = again.communicate()
    assert again.returncode == 0
    assert f'"rows_known": {kept}'.encode() in out
    assert ServiceRequest.objects.count() == rows
    assert first.items() <= dict(ServiceRequest.objects.values_list("number", "id")).items()
    assert not faults()


def test_after_a_large_import_the_planner_knows_the_tables(
    committed: tuple[City, dict[str, str]],
    owner: psycopg.Connection[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def counted() -> dict[str, float]:
        rows = owner.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname = ANY (%s)",
            [["requests_servicerequest", "requests_requestentry", "contacts_contact"]],
        )
        return {str(name): float(tuples) for name, tuples in rows.fetchall()}

    monkeypatch.setattr(statistics, "MUCH", 50)
    load(write(tmp_path / "few.csv", range(40)))
    assert set(counted().values()) == {-1.0}
    load(write(tmp_path / "many.csv", range(100, 200)))
    assert counted() == {
        "requests_servicerequest": 140.0, "requests_requestentry": 420.0, "contacts_contact": 140.0,
    }  # fmt: skip


def test_where_the_owner_is_not_known_the_import_is_done_and_says_so(
    town: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "MUCH", 5)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("TOWNLINE_APP_DATABASE_URL", "postgresql://nobody@127.0.0.1/nothing")
    done = load(write(tmp_path / "few.csv", range(10)))
    assert figures(done)["rows_new"] == 10
    assert "VACUUM (ANALYZE)" in done.stderr
