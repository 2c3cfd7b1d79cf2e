"""Which database we speak to, and as whom."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from townline.config import postgres


def url(home: Path) -> str:
    """Return ``DATABASE_URL``, else the address of the embedded server, started if need be."""
    return os.environ.get("DATABASE_URL") or postgres.ensure(home)


def django_settings(home: Path) -> dict[str, Any]:
    """Return Django's settings for the database."""
    parts = urlsplit(url(home))
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "townline",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **query},
    }
