"""The owner and the application: who may do what in the database."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from tests.ground import databases
from tests.ground.installation import run
from townline.config import database, postgres
from townline.record.models import Entry, Root

KEPT = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, Entry | Root))
OF_THE_OWNER = ["django_migrations", "record_epoch"]
"""Tables that the application only reads."""
REFUSED = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")


@pytest.mark.usefixtures("own_database", "as_application")
@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET hash = ''",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {}",
    ],
)
def test_the_application_cannot_change_the_record(table: str, statement: str) -> None:
    with REFUSED, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.usefixtures("own_database", "as_application")
@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "CREATE TABLE of_my_own (id int)",
        "DELETE FROM django_migrations",
        "INSERT INTO record_epoch VALUES (2, 'elsewhere', now())",
        "ALTER FUNCTION record_refuse() RENAME TO record_allow",
    ],
)
def test_the_application_cannot_loosen_the_locks(statement: str) -> None:
    with REFUSED, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("own_database", "as_application")
def test_the_application_reads_and_writes_every_other_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " current_schema()::regnamespace AND relname <> ALL(%s)"
            " AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')"
            " AND (relname = ANY(%s) OR has_table_privilege(oid, 'UPDATE')))",
            [OF_THE_OWNER, KEPT],
        )
        assert cursor.fetchall() == []


def test_the_owner_is_no_superuser(owner: psycopg.Connection[Any]) -> None:
    assert owner.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone() == (False,)


def test_pages_and_worker_know_no_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    url = database.application_url(Path(settings.HOME))
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@db.example.org/townline")
    monkeypatch.setenv("TOWNLINE_APP_DATABASE_URL", url)
    environment = database.environment_of_application(Path(settings.HOME))
    assert not [value for value in environment.values() if "owner:secret" in value]
    assert environment["TOWNLINE_APP_DATABASE_URL"] == url
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(database.NoDatabase, match="set DATABASE_URL"):
        database.owner_url(Path(settings.HOME))


def test_a_printed_address_has_no_password() -> None:
    url = "postgresql://clerk:secret@db.example.org:5433/townline?sslmode=require"
    assert database.shown(url) == "postgresql://clerk@db.example.org:5433/townline?sslmode=require"


def test_an_owner_who_may_make_no_role_is_warned(own_database: str, tmp_path: Path) -> None:
    environment = external(own_database, tmp_path, database.owner_url(Path(settings.HOME)))
    with databases.maintenance() as owner:
        row = owner.execute("SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if row.fetchone() == (True,):
            pytest.skip("the owner of this external server may make roles")
    assert "no application role" in run(environment, "db", "prepare").stderr
    status = run(environment, "db", "status", "--json")
    assert '"application_role": "owner"' in status.stdout


@pytest.fixture
def maker(own_database: str) -> Iterator[str]:
    """Return the address of an owner of the test's database who may make roles."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("only on the embedded server may we make such an owner")
    home = Path(settings.HOME)
    place = postgres.ensure(home)
    password = quote((home / "secrets" / "postgresql-superuser").read_text())
    superuser = f"postgresql://postgres:{password}@/{own_database}?host={place.sockets}"
    name = sql.Identifier(f"maker_{own_database}")
    with psycopg.connect(superuser, autocommit=True) as opened:
        opened.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'm'").format(name))
        opened.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(postgres.OWNER), name))
        yield f"postgresql://maker_{own_database}:m@/{own_database}?host={place.sockets}"
        connection.close()
        role = sql.Identifier(f"{own_database}_app")
        opened.execute(sql.SQL("DROP OWNED BY {}, {}").format(role, name))
        opened.execute(sql.SQL("DROP ROLE {}, {}").format(role, name))


def test_an_owner_who_may_makes_the_application_role(
    own_database: str, maker: str, tmp_path: Path
) -> None:
    environment = external(own_database, tmp_path, maker)
    first = run(environment, "db", "prepare")
    assert "no application role" not in first.stderr
    status = run(environment, "db", "status", "--json")
    assert '"application_role": "application"' in status.stdout
    assert run(environment, "db", "prepare").stderr == ""
    assert f"{own_database}_app@" in run(environment, "db", "url").stdout


def external(name: str, home: Path, url: str) -> dict[str, str]:
    """Return an environment in which the database is somebody else's server."""
    kept = {k: v for k, v in os.environ.items() if not k.endswith("DATABASE_URL")}
    return kept | {"DATABASE_URL": database.renamed(url, name), "TOWNLINE_HOME": str(home)}
