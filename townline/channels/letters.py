"""What messages are about: for each template, what it is filled with."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from townline.channels import (
    addresses,
    area_letters,
    council_letters,
    followed,
    partner_letters,
    staff_letters,
    told_all,
)
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries

CONTEXTS: dict[str, Callable[..., dict[str, Any]]] = {
    "area_confirm": area_letters.about_area,
    "area_daily": area_letters.about_area,
    "comment_published": council_letters.about_comment,
    "comment_refused": council_letters.about_comment,
    "digest": staff_letters.digest,
    "escalated": staff_letters.escalated,
    "handed_over": partner_letters.about_job,
    "handed_reminder": partner_letters.about_job,
    "follow": followed.asked,
    "followed": followed.told,
    "reports_owed": council_letters.about_reports,
    "sign_in": followed.signing_in,
    "topic_confirm": council_letters.about_topic,
    "topic_daily": council_letters.about_topic,
    "updated": told_all.told,
}
"""
What fills a template that needs something else than the reader's own request, by its name.

Called with the city, what is owed, ``language`` and ``at``. A template that is not here has
``data`` as it was owed, and, if that names a ``number``, the request as its reporter may read it;
with ``public`` in the data, as everyone may.
"""


def context(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what a message's template is filled with.

    Every template has ``city``, ``data``, ``language``, ``page`` (an address, perhaps empty),
    ``leave`` (the address that ends such messages; empty for what was asked for),
    ``perhaps_twice`` and ``untranslated`` (whether words of staff in it are in another language).

    :raises LookupError: if the request is gone
    """
    fill = CONTEXTS.get(owed.template, _about_request if "number" in owed.data else _about_city)
    leave = owed.data.get("leave") or f"leave/{addresses.signed('leave', owed.contact_id)}/"
    if owed.asked_for:
        leave = ""
    told = fill(city, owed, language=language, at=at)
    return {
        "city": city,
        "data": owed.data,
        "language": language,
        "leave": addresses.of(city, str(leave), language) if leave else "",
        "perhaps_twice": owed.perhaps_twice,
        "by_person": owed.template == "answer",
        "untranslated": language != city.languages[0],
        "page": addresses.of(city, str(owed.data["page"]), language) if "page" in owed.data else "",
        **told,
    }


def _about_city(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    return {}


def _about_request(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    number, everyone = str(owed.data["number"]), bool(owed.data.get("public"))
    read = queries.by_anyone if everyone else queries.for_notice
    request = read(city, number, language=language, at=at)
    secret = "" if everyone else f"{queries.secret_of(city.id, number)}/"
    page = str(owed.data.get("page") or f"requests/{number}/{secret}")
    until = queries.reopens_until(request)
    closed = owed.template == "closed" and not everyone
    return {
        "request": request,
        "own": not everyone,
        "page": addresses.of(city, page, language) + ("#fixed" if closed and until else ""),
        "picture": _picture(city, number, language, at) if closed else "",
        "question": owed.data.get("question", ""),
        "remark": owed.data.get("remark", ""),
        "reply": owed.data.get("reply", ""),
        "lead": owed.data.get("lead", ""),
        "until": until.astimezone(city.zone) if until else None,
        "due": request.due_at.astimezone(city.zone) if request.due_at else None,
    }


def _picture(city: City, number: str, language: str, at: datetime) -> str:
    """Return the address of a photo that shows the work done; only of one that everyone may see."""
    try:
        photos = queries.by_anyone(city, number, language=language, at=at).photos
    except queries.NoSuchRequest:
        return ""
    last = next((photo for photo in reversed(photos) if photo.evidence), None)
    return addresses.of(city, f"requests/{number}/photos/{last.name}", language) if last else ""
