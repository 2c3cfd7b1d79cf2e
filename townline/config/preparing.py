"""Making the database ready, as its owner: extensions, migrations, the application's rights."""

import hashlib
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from townline.config import database, postgres
from townline.config import home as homes

PACKAGE = Path(__file__).resolve().parents[1]
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
"""All trusted: the owner of a database may create them without being a superuser."""

EPOCH_IS_OF_THIS_CLUSTER = """
SELECT e.system = c.system_identifier::text
FROM record_epoch e, pg_control_system() c ORDER BY e.id DESC LIMIT 1
"""


def prepare(home: Path) -> None:
    """
    Migrate the database and grant the application its rights, as the owner.

    Django must be set up in a process with ``TOWNLINE_AS=owner``.
    """
    from django.core.management import call_command

    if not database.as_owner():
        raise database.NoDatabase("the database is prepared by its owner: set TOWNLINE_AS=owner")
    url = database.owner_url(home)
    with psycopg.connect(url, autocommit=True) as owner:
        _warn_of_age(owner)
        for extension in EXTENSIONS:
            owner.execute(
                sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
            )
        call_command("migrate", verbosity=0, interactive=False)
        _begin_epoch()
        _let_services_be_found()
        role = _application_role(owner, home, url)
        if role is None:
            _say(
                "no application role: pages and worker connect as the owner of the tables, whom "
                "only triggers keep from changing the record. Give the role of DATABASE_URL "
                "CREATEROLE, or set TOWNLINE_APP_DATABASE_URL."
            )
        else:
            with owner.transaction():
                _grant(owner, role)
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(owner.info.dbname), sql.Literal(_comment(home))
            )
        )


def is_prepared(home: Path) -> bool:
    """Return whether this very version of Townline has prepared the database; asks it once."""
    with psycopg.connect(database.application_url(home)) as application:
        found = application.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        if found is None or found[0] != _comment(home):
            return False
        return application.execute(EPOCH_IS_OF_THIS_CLUSTER).fetchone() == (True,)


def _comment(home: Path) -> str:
    """Return the mark of a prepared database: a digest of all that decides how it looks."""
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "record/models.py", "record/operations.py"):
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(path.read_bytes())
    digest.update(Path(__file__).read_bytes())
    for package in ("django", "procrastinate"):
        digest.update(version(package).encode())
    digest.update((urlsplit(database.application_url(home)).username or "").encode())
    return f"Townline; prepared {digest.hexdigest()[:16]}"


def _begin_epoch() -> None:
    """Begin an epoch of the record where the data are in a cluster that is new to them."""
    from django.utils import timezone

    from townline.record import actions as record
    from townline.record.verbs import SYSTEM

    number = record.begin_epoch(by=SYSTEM, at=timezone.now())
    if number and number > 1:
        _say(f"the data came from another database cluster; epoch {number} of the record begins")


def _let_services_be_found() -> None:
    """Put the topics of editions that were applied before there were any."""
    from django.utils import timezone

    from townline.catalogue import actions, queries
    from townline.cities import queries as cities
    from townline.record.verbs import SYSTEM
    from townline.topics import queries as topics

    for city in cities.every():
        if not topics.has_topics(city.edition_id):
            offers = tuple(queries.offers(city.edition_id).values())
            actions.put_topics(
                edition_id=city.edition_id, offers=offers, by=SYSTEM, at=timezone.now()
            )


def _warn_of_age(owner: psycopg.Connection[Any]) -> None:
    major = owner.info.server_version // 10000
    if major < database.OLDEST:
        _say(f"PostgreSQL {major} is older than {database.OLDEST}, the oldest that we test")


def _application_role(owner: psycopg.Connection[Any], home: Path, url: str) -> str | None:
    """Return the role that the application connects as, made if need be and if we may."""
    user = unquote(urlsplit(database.application_url(home)).username or "")
    if user != owner.info.user:
        return user
    if os.environ.get("TOWNLINE_APP_DATABASE_URL"):
        return None
    may = owner.execute(
        "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if not may or not may[0]:
        return None
    return _make_role(owner, home, url)


def _make_role(owner: psycopg.Connection[Any], home: Path, url: str) -> str:
    """Make the application role in an external server, or take the one that we made before."""
    role = f"{owner.info.dbname}_app"[:63]
    password = homes.secret(home, f"postgresql-{postgres.APPLICATION}")
    known = owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount
    statement = "ALTER ROLE {} LOGIN PASSWORD {}" if known else "CREATE ROLE {} LOGIN PASSWORD {}"
    owner.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))
    database.keep_application(home, url, role, password)
    return role


def _grant(owner: psycopg.Connection[Any], role: str) -> None:
    """Give the application what it needs: on entries and roots to read and to add, no more."""
    app = sql.Identifier(role)
    schema = sql.Identifier(_schema(owner))
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {app}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {app}",
    ):
        owner.execute(sql.SQL(statement).format(schema=schema, app=app))
    for table in _append_only_tables():
        statement = "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app}"
        owner.execute(sql.SQL(statement).format(table=sql.Identifier(table), app=app))
    for table in ("django_migrations", "record_epoch"):
        statement = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {app}"
        owner.execute(sql.SQL(statement).format(table=sql.Identifier(table), app=app))


def _schema(owner: psycopg.Connection[Any]) -> str:
    row = owner.execute("SELECT current_schema()").fetchone()
    return str(row[0]) if row else "public"


def _append_only_tables() -> Iterator[str]:
    from django.apps import apps

    from townline.record.models import Entry, Root

    for model in apps.get_models():
        if issubclass(model, (Entry, Root)):
            yield model._meta.db_table


def _say(what: str) -> None:
    print(f"townline: {what}", file=sys.stderr, flush=True)
