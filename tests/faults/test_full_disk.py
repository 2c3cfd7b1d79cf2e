"""A disk that is full: a clear refusal, nothing half, and service by itself once there is room."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench.killing import evidence
from bench.killing.line import Answer, Broken, Line
from bench.killing.reports import Report
from bench.killing.town import Serving, free_port
from tests.ground.databases import ROOT
from tests.ground.installation import run
from townline.config import postgres, postgres_place

SIZE_MB = 320
PATIENCE_S = 120

pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("kills"),
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk"),
]


@pytest.fixture
def disk() -> Iterator[Path]:
    """Return a small disk, of memory, that the system's own users can reach; root may make one."""
    folder = Path(tempfile.mkdtemp(prefix="townline-disk-"))
    folder.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=755", "tmpfs", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


@pytest.fixture
def town(disk: Path) -> Iterator[tuple[Serving, dict[str, str]]]:
    """Start a whole town on the small disk, with checkpoints that keep its log of writes short."""
    home = disk / "home"
    home.mkdir(mode=0o711)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNLINE_", "DATABASE_"))}
    environment = kept | {"TOWNLINE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    for words in (["db", "prepare"], ["demo", "prepare"]):
        run(environment, *words)
    assert postgres_place.of(home).data.is_relative_to(disk)
    serving = Serving(home, free_port(), environment | {"TOWNLINE_DEMO": "1"})
    serving.start()
    try:
        serving.wait_until_ready()
        yield serving, environment
    finally:
        serving.stop()
        postgres.wait_until_stopped(home)


def reports(environment: dict[str, str]) -> list[Report]:
    """Return reports about real places of the demo city."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.killing.reports", "60"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "townline.config.settings"},
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return [Report(**one) for one in json.loads(done.stdout)]


def fill(disk: Path) -> Path:
    """Leave no room on the disk."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(bytes(65536))
                file.flush()
        except OSError:
            return filler


def file_report(line: Line, report: Report, key: str) -> Answer | None:
    """File it once; None where no whole answer came."""
    text = random.Random(key).randbytes(1400).hex()  # which nothing can make shorter
    fields = report.for_programs(f"Full disk: {text}", "demo@example.org")
    try:
        return line.post("/open311/v2/requests.json", fields, **{"Idempotency-Key": key})
    except Broken:
        return None


def test_a_full_disk_refuses_clearly_and_loses_nothing(
    disk: Path, town: tuple[Serving, dict[str, str]]
) -> None:
    serving, environment = town
    made = reports(environment)
    key = run(environment, "key", "add", "Test app", "--per-minute", "1000000").stdout.strip()
    line = Line(serving.port, {"X-Api-Key": key})
    given: dict[str, str] = {}

    def try_one(turn: int) -> Answer | None:
        name = f"key {turn}"
        answer = file_report(line, made[turn % len(made)], name)
        if answer is not None and answer.status == 200:
            given[name] = json.loads(answer.text)[0]["service_request_id"]
        return answer

    for turn in range(10):
        answer = try_one(turn)
        assert answer is not None
        assert answer.status == 200, answer.text
    filler = fill(disk)
    refused = until_refused(try_one, 10)
    assert json.loads(refused.text)[0]["code"] == 503
    time.sleep(2)  # as long as it lasts, it stays a refusal in this form, never a failure
    for turn in range(5000, 5010):
        answer = try_one(turn)
        assert answer is None or answer.status in {200, 503}, answer.text

    filler.unlink()
    until = time.monotonic() + PATIENCE_S
    while (answer := try_one(9000)) is None or answer.status != 200:
        assert time.monotonic() < until, serving.log.read_text()[-3000:]
        time.sleep(0.2)
    line.close()
    assert serving.started == 1, "it came back by itself"
    prove(serving, environment, given)


def until_refused(try_one: Any, first: int) -> Answer:
    """File until the disk is felt, and return that refusal."""
    until = time.monotonic() + PATIENCE_S
    turn = first
    while time.monotonic() < until:
        answer = try_one(turn)
        if answer is not None and answer.status != 200:
            assert answer.status == 503, answer.text
            return answer
        turn += 1
    raise AssertionError(f"{turn - first} reports found room on a full disk")


def prove(serving: Serving, environment: dict[str, str], given: dict[str, str]) -> None:
    """Check that all that was given is there, whole, and that the whole record proves."""
    serving.stop()
    postgres.ensure(serving.home)
    try:
        url = postgres.url(postgres_place.of(serving.home), postgres.OWNER)
        found = evidence.gathered(url, environment)
        with psycopg.connect(url) as owner:
            jobs = owner.execute(evidence.JOBS).fetchone()
    finally:
        postgres.leave(serving.home)
    assert jobs is not None
    assert {key: found.keys.get(key) for key in given} == given
    assert all(number in found.requests for number in given.values())
    assert all(k.whole and k.seq == len(k.verbs) for k in found.requests.values())
    assert (found.strays, found.audit_faults) == (0, 0)
