"""Letters about the council's files, worded when they go out from what everyone may read."""

from datetime import datetime
from typing import Any

from townline.channels import addresses
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.council import queries
from townline.council.queries import NoSuchTopic


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
