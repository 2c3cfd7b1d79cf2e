"""Addresses that stand in messages: pages of a city, and those that a token opens."""

import base64
import hashlib
import hmac

from django.conf import settings

from townline.cities.rules.city import City

ONE = 20
"""Letters of a token: a hundred bits."""


def of(city: City, path: str, language: str = "") -> str:
    """Return the whole address of a page of the city, given as ``leave/TOKEN/``."""
    if path.startswith(("https://", "http://")):
        return path
    spoken = "" if language in ("", settings.LANGUAGE_CODE) else f"{language}/"
    base = settings.PUBLIC_URL.rstrip("/")
    return f"{base}/c/{city.slug}/{spoken}{path.lstrip('/')}"


def token(purpose: str, *parts: object) -> str:
    """
    Return what proves that we wrote an address ourselves.

    Small letters and digits alone, since some programs change the case of what stands before an @.
    """
    key = hashlib.sha256(b"townline.channels." + purpose.encode() + settings.SECRET_KEY.encode())
    mac = hmac.digest(key.digest(), "/".join(map(str, parts)).encode(), "sha256")
    return base64.b32encode(mac).decode().lower()[:ONE]


def is_token(given: str, purpose: str, *parts: object) -> bool:
    """Return whether a token is the one that these parts have."""
    return hmac.compare_digest(given.lower().encode(), token(purpose, *parts).encode())


def signed(purpose: str, key: int) -> str:
    """Return a key with its token, to stand in an address."""
    return f"{key}-{token(purpose, key)}"


def read(purpose: str, text: str) -> int | None:
    """Return the key that was signed; None where it was not by us."""
    key, dash, given = text.partition("-")
    if not (dash and key.isascii() and key.isdecimal() and len(key) <= 18):
        return None
    return int(key) if is_token(given, purpose, int(key)) else None
