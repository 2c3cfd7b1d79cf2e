"""
Which database we speak to, and as whom.

The owner migrates and may redact; the application role owns nothing, and pages and worker connect
as that role alone. ``TOWNLINE_AS=owner`` asks for the owner; nothing else does.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from townline.config import postgres

OLDEST = 16
"""The oldest major version of PostgreSQL that we test against."""


class NoDatabase(Exception):
    """There is no database for what was asked; the text says what to set."""


def as_owner() -> bool:
    """Return whether this process was asked to act as the owner of the database."""
    return os.environ.get("TOWNLINE_AS", "app") == "owner"


def owner_url(home: Path) -> str:
    """
    Return the address for the owner: ``DATABASE_URL``, else the embedded server's.

    :raises NoDatabase: if this process was given the application's address alone
    """
    if external := os.environ.get("DATABASE_URL"):
        return external
    if os.environ.get("TOWNLINE_APP_DATABASE_URL"):
        raise NoDatabase("only the application's database is known here; set DATABASE_URL too")
    return postgres.url(postgres.ensure(home), postgres.OWNER)


def application_url(home: Path) -> str:
    """Return the address for the application role, or the owner's where no other role is had."""
    if given := os.environ.get("TOWNLINE_APP_DATABASE_URL"):
        return given
    if external := os.environ.get("DATABASE_URL"):
        return _made_application_url(home, external) or external
    return postgres.url(postgres.ensure(home), postgres.APPLICATION)


def keep_application(home: Path, owner: str, user: str, password: str) -> None:
    """Keep the credentials of a role that we made in an external server."""
    note = _note(home, owner)
    note.parent.mkdir(mode=0o700, exist_ok=True)
    note.touch(mode=0o600)
    note.write_text(json.dumps({"user": user, "password": password}))


def _made_application_url(home: Path, owner: str) -> str | None:
    note = _note(home, owner)
    if not note.exists():
        return None
    made = json.loads(note.read_text())
    parts = urlsplit(owner)
    server = parts.netloc.rpartition("@")[2]
    return parts._replace(
        netloc=f"{quote(made['user'])}:{quote(made['password'])}@{server}"
    ).geturl()


def _note(home: Path, owner: str) -> Path:
    """Return the file for the role made in this very database, told apart by its address."""
    parts = urlsplit(owner)
    which = "\0".join((parts.netloc.rpartition("@")[2], parts.path, parts.query))
    return home / "secrets" / f"application-{hashlib.sha256(which.encode()).hexdigest()[:12]}"


def renamed(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{quote(name)}").geturl()


def django_settings(home: Path) -> dict[str, Any]:
    """Return Django's settings for the database."""
    url = owner_url(home) if as_owner() else application_url(home)
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise NoDatabase(f"Townline needs PostgreSQL; {parts.scheme!r} is something else")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "townline",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **query},
    }


def environment_of_application(home: Path) -> dict[str, str]:
    """Return the environment for pages and worker: it knows the application role alone."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "TOWNLINE_AS"}}
    return kept | {"TOWNLINE_APP_DATABASE_URL": application_url(home), "TOWNLINE_HOME": str(home)}


def shown(url: str) -> str:
    """Return an address that can be printed: without its password."""
    parts = urlsplit(url)
    server = parts.netloc.rpartition("@")[2]
    user = parts.username or ""
    query = urlencode(dict(parse_qsl(parts.query)), safe="/")
    return parts._replace(netloc=f"{user}@{server}" if user else server, query=query).geturl()
