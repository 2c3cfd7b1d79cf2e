"""Databases for tests: one template, migrated as in production, and copies of it."""

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from pytest_django import DjangoDbBlocker

from townline.cities import freshness
from townline.config import database, home, postgres_place

ROOT = Path(__file__).resolve().parents[2]
DECIDING = (
    "uv.lock",
    "townline/*/migrations/*.py",
    "townline/record/models.py",
    "townline/record/operations.py",
    "townline/config/preparing.py",
)
"""The files that decide what a prepared database looks like."""
STRIDE = 1_000_000
_serial = count(1)


def digest() -> str:
    """Return a digest of all that decides how the template is made, and of home and role."""
    role = urlsplit(database.application_url(Path(settings.HOME))).username
    found = hashlib.sha256(f"{settings.HOME} {role}".encode())
    for pattern in DECIDING:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """Open a connection of the owner beside the databases of tests, to make and drop them."""
    url = database.owner_url(settings.HOME)
    with psycopg.connect(url, autocommit=True) as opened:
        yield opened


def drop(name: str) -> None:
    """
    Drop a database of tests, whoever is still connected to it.

    A page's session that a test left open belongs to the application, an autovacuum worker to
    nobody: the owner may end neither, so it is done by the superuser where the server is ours. In
    another's, those are waited for.
    """
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    ends = time.monotonic() + 30
    while True:
        try:
            with psycopg.connect(_who_may_end_any(), autocommit=True) as server:
                server.execute(gone)
        except psycopg.errors.InsufficientPrivilege:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return


def _who_may_end_any() -> str:
    """Return the address for the superuser of our own server, or for the owner of another's."""
    here = Path(settings.HOME)
    if os.environ.get("DATABASE_URL"):
        return database.owner_url(here)
    database.owner_url(here)  # it runs from here on
    return psycopg.conninfo.make_conninfo(
        host=str(postgres_place.of(here).sockets), dbname="postgres", user="postgres",
        password=home.secret(here, "postgresql-superuser"),
    )  # fmt: skip


def template() -> str:
    """Return the name of the migrated template, made now if the migrations have changed."""
    name = f"townline_test_{digest()}"
    with locked():
        if not exists(name):
            _drop_older()
            _prepare(name)
    return name


@contextmanager
def locked() -> Iterator[None]:
    """Keep other processes of this home from making what we make."""
    with (Path(settings.HOME) / "tests.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def exists(name: str) -> bool:
    """Return whether there is a database of that name."""
    with maintenance() as owner:
        return bool(owner.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)


def _drop_older() -> None:
    """Drop templates of former migrations, in our own embedded server alone."""
    if os.environ.get("DATABASE_URL"):
        return
    with maintenance() as owner:
        rows = owner.execute(
            "SELECT datname FROM pg_database d WHERE datname ~ '^townline_test_'"
            " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)"
        ).fetchall()
    for (name,) in rows:
        if not _used_by_a_living_run(name):
            drop(name)


def _used_by_a_living_run(name: str) -> bool:
    found = re.fullmatch(r"townline_test_copy_(\d+)_\w+", name)
    if found is None:
        return False
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _prepare(name: str) -> None:
    """Make the template under another name, so that a killed run leaves no half-made one."""
    making = f"{name}_making"
    drop(making)
    with maintenance() as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    subprocess.run(
        [sys.executable, "-m", "townline.config.command", "db", "prepare"],
        check=True,
        cwd=ROOT,
        env=environment(making) | {"TOWNLINE_AS": "owner"},
    )
    rename(making, name)


def rename(making: str, name: str) -> None:
    """Give a database that is complete its final name."""
    with maintenance() as owner:
        owner.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(making), sql.Identifier(name)
            )
        )


def environment(name: str) -> dict[str, str]:
    """Return an environment in which Townline uses the database of that name."""
    home = Path(settings.HOME)
    app = database.application_url(home)
    owner = database.owner_url(home)
    urls = {"DATABASE_URL": database.renamed(owner, name)}
    if app != owner:
        urls["TOWNLINE_APP_DATABASE_URL"] = database.renamed(app, name)
    return {**os.environ, **urls, "TOWNLINE_HOME": str(home)}


def copy(suffix: str, source: str | None = None) -> str:
    """Return the name of a fresh copy of the template, or of another source."""
    source = source or template()
    name = f"townline_test_copy_{os.getpid()}_{suffix}"
    drop(name)
    with maintenance() as owner:
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
    return name


def _keep_numbers_apart(name: str) -> None:
    """
    Start the numbers of cities and editions elsewhere in each copy.

    Processes keep what they read of an edition for ever, by its number; a second database in the
    same process must therefore not use the numbers of the first.
    """
    with psycopg.connect(database.renamed(database.owner_url(settings.HOME), name)) as owner:
        owner.execute(
            "SELECT setval(c.oid::regclass, %s) FROM pg_class c"
            " WHERE relkind = 'S' AND relname LIKE 'cities\\_%%'",
            [STRIDE * next(_serial)],
        )


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point Django's connection at another database of the same server, and back after."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this process its own copy of the template, in place of pytest-django's database."""
    with django_db_blocker.unblock():
        name = copy("main")
        with connected_to(name):
            yield
        drop(name)


@pytest.fixture
def own_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Give the test a database of its own: what it commits stays, until it ends."""
    in_browser = "browser" in request.fixturenames  # there, time passes as it does for everybody
    with django_db_blocker.unblock():
        name = copy(f"own{next(_serial)}")
        _keep_numbers_apart(name)
        with connected_to(name), nullcontext() if in_browser else unhurried():
            yield name
        drop(name)


@contextmanager
def unhurried() -> Iterator[None]:
    """
    Let what a process keeps of the database not grow old, however long the machine takes.

    A page that is asked twice then sends the same statements the second time, on a busy machine
    too. What is changed here is forgotten at once all the same; what another process changed is
    not seen: a test of that lets time pass by ``freshness.time``.
    """
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(freshness, "time", SimpleNamespace(monotonic=lambda: began))
        yield


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """Open a connection of the owner to the database of this test; each statement commits."""
    url = database.renamed(database.owner_url(settings.HOME), str(connection.settings_dict["NAME"]))
    with psycopg.connect(url, autocommit=True) as opened:
        yield opened


@pytest.fixture
def as_application(django_db_setup: None) -> None:
    """Skip the test where the external server gives us no second role."""
    if connection.settings_dict["USER"] == _owner_name():
        pytest.skip("the server has no application role; the owner is used")


def _owner_name() -> str:
    with maintenance() as owner:
        return owner.info.user


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords cheaply; and find the template before xdist's processes race for it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
