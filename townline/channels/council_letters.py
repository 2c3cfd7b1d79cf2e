"""Letters about the council's files, worded when they go out from what everyone may read."""

from datetime import datetime
from typing import Any

from townline.channels import addresses
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.council import queries
from townline.council.queries import NoSuchTopic

MOST_LOOKED_AT = 1_000
"""So many reports that are due soon or overdue are looked through for those of a letter."""


def about_topic(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what a letter to a subscriber is filled with, its news included where it is daily.

    :raises LookupError: if everyone may not know of the topic any more
    """
    text, link = str(owed.data["topic"]), str(owed.data["link"])
    told: dict[str, Any] = {
        "topic": queries.topic(city, text),
        "leave": addresses.of(city, f"council/letters/{link}/leave/", language),
        "confirm": addresses.of(city, f"council/letters/{link}/", language),
    }
    if "since" in owed.data:
        since, until = (datetime.fromisoformat(owed.data[name]) for name in ("since", "until"))
        told["news"] = queries.news(city, text, since, until)
        told["files"] = addresses.of(city, "council/files/", language)
    return told


def about_comment(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """Return what a letter to somebody who commented is filled with."""
    text = str(owed.data["topic"])
    number = text.partition(":")[2]
    try:
        title = queries.topic(city, text).name
    except NoSuchTopic:  # everyone may not know of the file any more, and its writer may
        title = ""
    return {"number": number, "title": title, "reason": owed.data.get("reason", ""), "leave": ""}


def about_reports(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what a letter to the clerk's office is filled with: the reports as they stand by now.

    :raises LookupError: if all of them have come meanwhile
    """
    told = {(str(number), int(entry)) for number, entry, _stage in owed.data["reports"]}
    today = at.astimezone(city.zone).date()
    waiting, _all = queries.pressing(city, on=today, most=MOST_LOOKED_AT)
    reports = [each for each in waiting if (each.identifier, each.seq) in told]
    if not reports:
        raise LookupError("what the clerk was to be reminded of has come")
    desk = addresses.of(city, "council/desk/owed/", language)
    return {"reports": reports, "desk": desk, "leave": ""}
