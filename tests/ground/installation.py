"""A whole installation for tests: web and worker over a database of their own, with a city."""

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.ground import databases

CITY = databases.ROOT / "cities" / "los-angeles"
READY_S = 90


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A running Townline."""

    address: str
    """Where it answers, with a slash at the end."""
    streams: str
    """From where its pages hear of changes, with a slash at the end."""
    home: Path
    database: str
    environment: dict[str, str]
    """What a process needs to act on it as the owner."""

    def townline(self, *args: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run the command line on it."""
        return run(self.environment, *args, check=check)


def run(
    environment: dict[str, str], *args: str, check: bool = True
) -> "subprocess.CompletedProcess[str]":
    """Run the command line; a failure shows what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "townline.config.command", *args],
        env=environment,
        cwd=databases.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, f"townline {' '.join(args)}:\n{done.stderr}"
    return done


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """Start an installation for all tests of this run that ask for one; Los Angeles is applied."""
    with started("server", tmp_path_factory, django_db_blocker) as installation:
        yield installation


@contextmanager
def started(
    label: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """Start an installation of its own with Los Angeles; ``label`` tells databases apart."""
    home = tmp_path_factory.mktemp("installation")
    with django_db_blocker.unblock():
        name = _database_with_city(label)
    environment = databases.environment(name) | {
        "TOWNLINE_HOME": str(home),
        "TOWNLINE_DEMO": "1",
        "TOWNLINE_STREAMS_PORT": str(streams := free_port()),
    }
    port = free_port()
    log = home / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "townline.config.command", "serve", "--port", str(port)],
            env=environment,
            cwd=databases.ROOT,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until_ready(process, log)
        yield Installation(
            address=f"http://127.0.0.1:{port}/",
            streams=f"http://127.0.0.1:{streams}/",
            home=home,
            database=name,
            environment=environment,
        )
    finally:
        process.terminate()
        process.wait(30)
        databases.drop(name)


def wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for the line that says so; fail with what was said instead."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        said = log.read_text()
        if "ready http" in said:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the installation did not become ready:\n{log.read_text()}")


def _database_with_city(label: str) -> str:
    """Return a fresh copy of a database in which Los Angeles is applied, made once and kept."""
    prepared = databases.template()
    kept = f"{prepared}_city_{_digest_of(CITY)}"[:63]
    with databases.locked():
        if not databases.exists(kept):
            making = databases.copy("making", prepared)
            environment = databases.environment(making)
            run(environment, "city", "apply", str(CITY))
            databases.rename(making, kept)
    return databases.copy(label, kept)


def _digest_of(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(path.read_bytes())
    for path in sorted((databases.ROOT / "townline").rglob("rules/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:8]
