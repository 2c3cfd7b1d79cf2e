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
    return {
        "DEFAULT_FROM_EMAIL": os.environ.get("TOWNLINE_FROM", "townline@localhost"),
        "MAILERS": {"default": _mailer(home, os.environ.get("TOWNLINE_SMTP"))},
    }


def _mailer(home: Path, address: str | None) -> dict[str, Any]:
    if not address:
        outbox = home / "outbox"
        outbox.mkdir(mode=0o700, exist_ok=True)
        outbox.chmod(0o700)  # letters hold addresses, and links that open reporters' pages
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(outbox)},
        }
    parts = urlsplit(address)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname or "localhost",
            "port": parts.port or {"smtps": 465, "smtp": 587}.get(parts.scheme, 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp",
            "timeout": 20,
        },
    }
