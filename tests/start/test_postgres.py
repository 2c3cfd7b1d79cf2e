"""The embedded PostgreSQL survives what others leave behind."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from bench.killing import processes
from tests.start.conftest import environment, gone_within
from townline.config import postgres, postgres_place

pytestmark = pytest.mark.xdist_group("start")


PROGRAM = (
    "from townline.config import postgres, home; import psycopg;"
    "place = postgres.ensure(home.folder());"
    "c = psycopg.connect(postgres.url(place, postgres.APPLICATION));"
    "print(c.execute('SELECT current_user').fetchone()[0]); c.close()"
)


def begin(home: Path) -> "subprocess.Popen[str]":
    """Start the server of the home in a process that says who it is connected as."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM], env=environment(home, 1),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def status(home: Path) -> "subprocess.CompletedProcess[str]":
    """Do so, and wait for its end."""
    with begin(home) as process:
        stdout, stderr = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def stopped(home: Path) -> postgres_place.Place:
    """Wait until the home's server has stopped, and return its place."""
    assert gone_within(home, 15)
    return postgres_place.of(home)


def test_a_pid_file_whose_number_another_process_has_is_no_server(home: Path) -> None:
    place = stopped(home)
    lines = [os.getpid(), place.data, 1, 5432, place.sockets, "", "1 1", "ready"]
    stale = place.data / "postmaster.pid"
    stale.write_text("".join(f"{line}\n" for line in lines))
    place.own(stale)
    said = status(home)
    assert said.stdout == "townline_app\n", said.stderr


@pytest.mark.parametrize("content", ["", "garbage\n"])
def test_a_pid_file_that_is_no_pid_file_does_not_stop_a_start(home: Path, content: str) -> None:
    place = stopped(home)
    broken = place.data / "postmaster.pid"
    broken.write_text(content)
    place.own(broken)
    said = status(home)
    assert said.stdout == "townline_app\n", said.stderr


def test_a_home_half_made_is_made_anew(fresh_home: Path) -> None:
    place = postgres_place.of(fresh_home)
    making = place.data.with_name("postgresql.making")
    making.mkdir()
    (making / "PG_VERSION").write_text("18\n")
    (making / "base").mkdir()
    said = status(fresh_home)
    assert said.stdout == "townline_app\n", said.stderr
    assert not making.exists()
    assert stopped(fresh_home)


@pytest.mark.parametrize(
    ("lock", "waits_for"),
    [
        ("postgresql.lock", "another process to start the embedded PostgreSQL"),
        ("postgresql.running", "the embedded PostgreSQL to be ready"),  # a session of it lives
    ],
)
def test_who_waits_says_what_for_and_starts_nothing_yet(
    home: Path, lock: str, waits_for: str
) -> None:
    place = stopped(home)
    with (home / lock).open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with begin(home) as process:
            assert process.stderr is not None
            said = process.stderr.readline()
            assert not (place.data / "postmaster.pid").exists()
            fcntl.flock(held, fcntl.LOCK_UN)
            assert process.communicate()[0] == "townline_app\n"
    assert said == f"townline: waiting for {waits_for} …\n"


def test_a_server_that_cannot_start_says_why(fresh_home: Path) -> None:
    status(fresh_home)
    place = stopped(fresh_home)
    local = place.data / "postgresql.local.conf"
    local.write_text("max_connections = many\n")
    place.own(local)
    said = status(fresh_home)
    assert said.returncode == 1
    assert "did not start" in said.stderr
    assert 'invalid value for parameter "max_connections"' in said.stderr


def test_data_and_sockets_are_closed_to_others_and_the_home_opened_to_nobody_else(
    home: Path,
) -> None:
    place = postgres_place.of(home)
    assert place.data.stat().st_mode & 0o077 == 0
    assert place.sockets.stat().st_mode & 0o077 == 0
    assert home.stat().st_mode & 0o007 == 0
    assert all(p.stat().st_mode & 0o077 == 0 for p in (home / "secrets").iterdir())


def test_no_password_no_entry(home: Path) -> None:
    place = postgres.ensure(home)
    try:
        with pytest.raises(psycopg.OperationalError, match="no password supplied"):
            psycopg.connect(f"postgresql://postgres@/townline?host={place.sockets}")
    finally:
        postgres.leave(home)


def test_a_start_that_meets_a_server_about_to_end_starts_the_next_one(home: Path) -> None:
    place = postgres.ensure(home)
    cast = processes.cast(os.getpid(), place.data)
    with psycopg.connect(postgres.url(place, postgres.APPLICATION)) as held:
        session = held.info.backend_pid
        os.kill(session, signal.SIGSTOP)  # so that the server, asked to end, cannot yet
        try:
            os.kill(cast.keeper[0], signal.SIGKILL)
            process = begin(home)
            assert process.stderr is not None
            said = process.stderr.readline()
        finally:
            os.kill(session, signal.SIGCONT)
        assert process.communicate()[0] == "townline_app\n"
    postgres.leave(home)
    assert said == "townline: waiting for the embedded PostgreSQL to be ready …\n"
