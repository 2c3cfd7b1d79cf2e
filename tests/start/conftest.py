"""Homes and starts for these tests: an embedded PostgreSQL of their own, whatever others use."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ground.databases import ROOT
from tests.ground.installation import free_port
from townline.config import postgres_place

PATIENCE_S = 60
SERVE = (sys.executable, "-m", "townline.config.command", "serve")


@dataclass
class Start:
    """One start of the server, and what it says."""

    home: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[str] | None" = None

    def begin(self, command: tuple[str, ...] = SERVE) -> "Start":
        """Start it; what it says is collected in a file."""
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                command, env=environment(self.home, self.port), cwd=ROOT,
                stdout=output, stderr=output, text=True,
            )  # fmt: skip
        return self

    @property
    def log(self) -> Path:
        """Where its words go."""
        return self.home / f"said-{self.port}"

    def said(self) -> str:
        """Return all it has said so far."""
        return self.log.read_text()

    def signal(self, number: int) -> None:
        """Send a signal to the process that was started, and to it alone."""
        assert self.process is not None
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end, and return the exit code."""
        assert self.process is not None
        return self.process.wait(PATIENCE_S)

    def until_it_answers(self) -> float:
        """Wait until it answers; return how many seconds that took."""
        began = time.monotonic()
        while not self.answers():
            assert self.process is not None
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - began < PATIENCE_S, self.said()
            time.sleep(0.05)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Return whether something answers at its port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False


def environment(home: Path, port: int) -> dict[str, str]:
    """Return an environment without any database but the home's own."""
    kept = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
    return kept | {"TOWNLINE_HOME": str(home), "PORT": str(port), "PYTHONPATH": str(ROOT)}


def processes_of(home: Path) -> list[str]:
    """Return the command lines of all processes that belong to the home."""
    found = []
    mine = f"TOWNLINE_HOME={home}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            surrounding = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if command and (f"{home}/".encode() in command or mine in surrounding):
            found.append(command.decode(errors="replace"))
    return found


def gone_within(home: Path, seconds: float) -> bool:
    """Return whether all processes of the home end within that time."""
    until = time.monotonic() + seconds
    while processes_of(home):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def started(home: Path) -> Iterator[Start]:
    """Start the server and wait until it answers; end it whatever happens."""
    start = Start(home).begin()
    try:
        start.until_it_answers()
        yield start
    finally:
        if start.process is not None and start.process.poll() is None:
            start.signal(signal.SIGTERM)
            start.ended()


def remove(home: Path) -> None:
    """Remove what the home keeps, once its server has ended; data in a shelter too."""
    assert gone_within(home, 20), processes_of(home)
    folder = postgres_place.of(home).data.parent
    if folder.is_relative_to(postgres_place.SHELTER):
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a home that was started and stopped once, for starts after the first."""
    made = tmp_path_factory.mktemp("home")
    with started(made):
        pass
    yield made
    remove(made)


@pytest.fixture
def fresh_home(tmp_path: Path) -> Iterator[Path]:
    """Return a home in which nothing was ever started."""
    yield tmp_path
    remove(tmp_path)
