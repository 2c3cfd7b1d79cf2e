"""
Installations that are made for benches alone, and never anything else.

A home that benches may use bears a mark. Where it is not named, it is a temporary one, gone
afterwards with all that belongs to it, Ctrl-C included.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from townline.config import postgres, postgres_place, tied

ROOT = Path(__file__).resolve().parent.parent
MARK = "made-for-benches"
"""The file that says so, in a home that benches may fill with synthetic requests."""
KEY = "bench-key"
WORKERS = 2
PER_MINUTE = 10_000_000
OPEN_SHARE = 0.1
"""The share of the synthetic requests that is left open: a sample of a city has next to none."""
STDERR = 2
"""The descriptor of standard error, whatever stands in for it in Python."""
ANSWERS_S = 60
"""How long the web server may take to answer first."""


class Unusable(Exception):
    """The folder cannot be the home of a bench, or what runs in it failed; the text says why."""


@dataclass(frozen=True)
class Installation:
    """A home for benches, held by this process."""

    home: Path
    say: Callable[[str], None]

    @property
    def environment(self) -> dict[str, str]:
        """Return an environment that knows this home alone, whatever ours knows."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNLINE_", "DATABASE_"))}
        return kept | {
            "TOWNLINE_HOME": str(self.home),
            "PYTHONWARNINGS": "ignore",
            "PYTHONPATH": str(ROOT),
        }

    def prepare(self) -> None:
        """
        Bring it to the demo city; what is there is kept.

        :raises Unusable: if a command fails
        """
        self.say("preparing an installation for the bench …")
        for words in (["db", "prepare"], ["demo", "prepare"]):
            self.townline(*words)

    def grow(self, requests: int) -> dict[str, Any]:
        """
        See to it that there are so many synthetic requests, and that PostgreSQL knows its tables.

        Return the figures of the growing, and ``size_mb``, what the database takes on disk.

        :raises Unusable: if there are more, or if a command fails
        """
        asked = ["--requests", str(requests), "--open-share", str(OPEN_SHARE), "--json"]
        grown: dict[str, Any] = json.loads(self.townline("demo", "grow", *asked, loud=True))
        if grown["there_before"] > requests:
            raise Unusable(
                f"{self.home} has {grown['there_before']} synthetic requests already, more than "
                f"{requests}; name another folder"
            )
        return grown | {"size_mb": self._analysed()}

    def grow_files(self, files: int) -> dict[str, Any]:
        """
        See to it that there are so many synthetic council files, and that PostgreSQL knows them.

        Return the figures of the growing, and ``size_mb``, what the database takes on disk.

        :raises Unusable: if a command fails
        """
        words = ["council", "grow", "--files", str(files), "--json"]
        grown: dict[str, Any] = json.loads(self.townline(*words, loud=True))
        return grown | {"size_mb": self._analysed()}

    def _analysed(self) -> int | None:
        """Let PostgreSQL know its tables, and return their megabytes."""
        self.say("analysing …")
        owner = postgres.url(postgres.ensure(self.home), postgres.OWNER)
        with psycopg.connect(owner, autocommit=True) as opened:
            opened.execute("VACUUM (ANALYZE)")
            size = opened.execute("SELECT pg_database_size(current_database())").fetchone()
        return round(size[0] / 1e6) if size else None

    def key(self) -> str:
        """Return an API key of the first city, made once and kept in the home."""
        kept = self.home / KEY
        if not kept.exists():
            made = self.townline("key", "add", "bench", "--per-minute", str(PER_MINUTE), "--json")
            kept.touch(mode=0o600)
            kept.write_text(json.loads(made)["key"])
        return kept.read_text()

    def townline(self, *words: str, loud: bool = False) -> str:
        """
        Run the command line on it and return what it prints.

        :param loud: show what it tells on standard error as it goes
        :raises Unusable: if it fails
        """
        done = subprocess.run(
            [sys.executable, "-m", "townline.config.command", *words],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=None if loud else subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            why = "" if loud else f": {done.stderr.strip()[-500:]}"
            raise Unusable(f"townline {' '.join(words)} failed on {self.home}{why}")
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[int]:
        """Run the web server as an installation does, with the floors' addresses; give its port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        parent = os.getpid()
        process = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1",
                "--backlog", "512", "--workers-kill-timeout", "5", "--no-ws",
                "--log-level", "warning", "townline.config.wsgi:application",
            ],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "bench.settings"},
            cwd=ROOT,
            stdout=STDERR,  # ours holds one document and nothing else
            start_new_session=True,
            preexec_fn=lambda: tied.end_with_parent(parent),
        )  # fmt: skip
        try:
            _wait_for_answer(process, port)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def held(folder: Path | None, say: Callable[[str], None]) -> Iterator[Installation]:
    """
    Hold a home for benches and its PostgreSQL; a temporary one, removed after, without a folder.

    :raises Unusable: if the folder is used otherwise, or just now by another bench
    """
    with _ended_in_order(), _folder(folder) as home:
        lock = (home / MARK).open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"another bench runs on {home}") from None
        try:
            postgres.ensure(home)
            yield Installation(home, say)
        finally:
            postgres.leave(home)
            lock.close()


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is not None:
        yield _marked(named)
        return
    home = Path(tempfile.mkdtemp(prefix="townline-bench-"))
    try:
        yield _marked(home)
    finally:
        data = postgres_place.of(home).data
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(home)


def _marked(folder: Path) -> Path:
    """Return the folder as a home for benches, marked now if it is new or empty."""
    home = folder.expanduser().resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (home / MARK).exists():
            if any(home.iterdir()):
                raise Unusable(
                    f"{home} is not empty, and was not made for benches: they fill a home with "
                    "synthetic requests; name a new folder"
                )
            (home / MARK).touch()
    except OSError as fault:
        raise Unusable(f"{home} cannot be a home: {fault.strerror}") from None
    return home


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let TERM end us as Ctrl-C does, so that nothing is left behind."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait_for_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + ANSWERS_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Unusable(f"the web server ended at once, with code {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise Unusable(f"the web server did not answer within {ANSWERS_S} s")
