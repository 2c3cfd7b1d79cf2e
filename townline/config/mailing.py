"""How letters leave: through an SMTP server where one is named, else into a folder of the home."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def django_settings(home: Path) -> dict[str, Any]:
    """
    Return Django's mail settings from ``TOWNLINE_SMTP``, e.g. ``smtps://name:word@host:465``.

    ``smtp://`` upgrades to TLS, ``smtps://`` begins with it, ``smtp+plain://`` uses none. Without
    the variable each letter is a file in the home's ``outbox``, for a trial without any server.
    """
    sender = {"DEFAULT_FROM_EMAIL": os.environ.get("TOWNLINE_FROM", "townline@localhost")}
    address = os.environ.get("TOWNLINE_SMTP")
    if not address:
        return sender | {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home / "outbox"),
        }
    parts = urlsplit(address)
    return sender | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
    }
