"""What letters to followers say: only what everyone may read, and never the reporter's own page."""

from datetime import datetime
from typing import Any

from django.conf import settings

from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries


def asked(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what the letter needs that asks a follower to confirm.

    :raises LookupError: if everyone may not know of the request any more
    """
    number = str(owed.data["number"])
    shown = queries.by_anyone(city, number, language=language, at=at, history=False)
    return {
        "request": shown,
        "page": address(city, str(owed.data["confirm"]), language),
    }


def told(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what the letter needs that tells a follower of a step, worded as everyone reads it.

    :raises LookupError: if everyone may not know of the request any more
    """
    number, of = str(owed.data["number"]), str(owed.data.get("of") or owed.data["number"])
    shown = queries.by_anyone(city, number, language=language, at=at)
    lead = queries.by_anyone(city, of, language=language, at=at) if of != number else shown
    verb = owed.data["verb"]
    says = next((line.says for line in reversed(lead.lines) if line.verb == verb), "")
    return {
        "request": shown,
        "says": says,
        "page": address(city, f"requests/{number}/", language),
        "leave": address(city, str(owed.data["leave"]), language),
    }


def signing_in(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """Return what the letter with a code to sign in needs."""
    return {
        "code": str(owed.data["code"]),
        "page": address(city, str(owed.data["link"]), language),
    }


def address(city: City, path: str, language: str) -> str:
    """Return the whole address of one of the city's pages."""
    spoken = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    return f"{settings.PUBLIC_URL.rstrip('/')}/c/{city.slug}/{spoken}{path}"
