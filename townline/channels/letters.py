"""What letters say: the request in question, worded for its reporter, and the way to their page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from townline.channels import area_letters, followed
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries

CONTEXTS: dict[str, Callable[..., dict[str, Any]]] = {
    "area_confirm": area_letters.about_area,
    "area_daily": area_letters.about_area,
    "follow": followed.asked,
    "followed": followed.told,
    "sign_in": followed.signing_in,
}
"""What gives a letter its words where it is not about the reader's own request, by its template."""


def context(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what the letter's template needs.

    :raises LookupError: if the request is gone
    """
    shared = {"city": city, "perhaps_twice": owed.perhaps_twice}
    if make := CONTEXTS.get(owed.template):
        return shared | make(city, owed, language=language, at=at)
    number = str(owed.data["number"])
    request = queries.for_notice(city, number, language=language, at=at)
    until = queries.reopens_until(request)
    return shared | {
        "request": request,
        "page": address_of_page(city, number, language),
        "question": owed.data.get("question", ""),
        "remark": owed.data.get("remark", ""),
        "lead": owed.data.get("lead", ""),
        "until": until.astimezone(city.zone) if until else None,
        "due": request.due_at.astimezone(city.zone) if request.due_at else None,
    }


def address_of_page(city: City, number: str, language: str) -> str:
    """Return the address of the reporter's own page, which their secret opens."""
    secret = queries.secret_of(city.id, number)
    spoken = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    base = settings.PUBLIC_URL.rstrip("/")
    return f"{base}/c/{city.slug}/{spoken}requests/{number}/{secret}/"
