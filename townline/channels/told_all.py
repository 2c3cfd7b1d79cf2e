"""What is told to everyone who asked about the same thing: once to each, in their language."""

from datetime import datetime
from typing import Any

from townline.channels.followed import address
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.requests import queries


def told(city: City, owed: Owed, *, language: str, at: datetime) -> dict[str, Any]:
    """
    Return what the letter needs: the text, and which requests of the reader's it is about.

    :raises LookupError: if the text was removed, or everyone may not know of the request any more
    """
    number, everyone = str(owed.data["number"]), bool(owed.data.get("public"))
    words = queries.words_of_update(city, int(owed.data["update"]))
    first = city.languages[0]
    read = queries.by_anyone if everyone else queries.for_notice
    secret = "" if everyone else f"{queries.secret_of(city.id, number)}/"
    return {
        "request": read(city, number, language=language, at=at),
        "own": not everyone,
        "news": words.get(language) or words[first],
        "untranslated": language not in words,
        "others": ", ".join(owed.data.get("also", ())),
        "page": address(city, f"requests/{number}/{secret}", language),
    }
