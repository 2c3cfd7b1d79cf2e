"""How messages leave and come in: mail servers, and a provider of text messages."""

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


def text_settings() -> dict[str, str]:
    """Return how text messages leave: address of the provider, account, its token, our number."""
    return {
        "url": os.environ.get("TOWNLINE_SMS_URL", ""),
        "sid": os.environ.get("TOWNLINE_SMS_SID", ""),
        "token": os.environ.get("TOWNLINE_SMS_TOKEN", ""),
        "from": os.environ.get("TOWNLINE_SMS_FROM", ""),
    }


def voice_settings() -> dict[str, str]:
    """
    Return how a carrier of calls is spoken to, and how its calls to us are proved.

    Where nothing else is said, it is the provider of text messages that carries calls too.
    """
    named = {
        "url": os.environ.get("TOWNLINE_VOICE_URL", ""),
        "sid": os.environ.get("TOWNLINE_VOICE_SID", ""),
        "token": os.environ.get("TOWNLINE_VOICE_TOKEN", ""),
        "shared_key": os.environ.get("TOWNLINE_VOICE_SHARED_KEY", ""),
        "public_key": os.environ.get("TOWNLINE_VOICE_PUBLIC_KEY", ""),
    }
    texts = text_settings()
    return {name: value or texts.get(name, "") for name, value in named.items()}


def mail_in() -> tuple[str, int] | None:
    """
    Return where mail comes in, from ``TOWNLINE_MAIL_IN`` as ``127.0.0.1:2525``; None for nowhere.

    :raises ValueError: if it is no address with a port, or no domain is set
    """
    told = os.environ.get("TOWNLINE_MAIL_IN", "")
    if not told:
        return None
    host, colon, port = told.rpartition(":")
    if not (colon and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError(f"TOWNLINE_MAIL_IN is {told!r}; write it as 127.0.0.1:2525")
    if not os.environ.get("TOWNLINE_MAIL_DOMAIN"):
        raise ValueError("TOWNLINE_MAIL_IN needs TOWNLINE_MAIL_DOMAIN, the domain of its addresses")
    return host.strip("[]") or "127.0.0.1", int(port)


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
