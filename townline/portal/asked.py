"""What an address asks for: which requests, where and when; the same words on pages and feeds."""

import math
import re
from datetime import date, datetime, time, timedelta

from django.http import QueryDict

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.requests.queries import Filter
from townline.requests.rules.tiles import Box

STATUSES = {"": None, "open": True, "closed": False}
AREA = re.compile(r"[\w-]{1,60}:[\w.-]{1,60}", re.ASCII)
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""Days that can be asked for lie between them."""
MOST_WORDS = 200
"""Characters of a search."""


class Unreadable(ValueError):
    """What was asked for cannot be read; the text says why."""


def wanted(query: QueryDict, city: City, box: Box | None = None) -> Filter:
    """
    Return which requests an address asks for, as programs write it.

    :raises Unreadable: where a value is none of those that there can be
    """
    service, status, area, words = (
        query.get(name, "").strip() for name in ("service", "status", "area", "words")
    )
    if service and service not in catalogue.offers(city.edition_id):
        raise Unreadable("service must be the code of a service of this city.")
    if status not in STATUSES:
        raise Unreadable("status must be open or closed.")
    if area and not AREA.fullmatch(area):
        raise Unreadable("area must be the kind and the code of an area, as in ward:3.")
    if len(words) > MOST_WORDS or "\x00" in words:
        raise Unreadable(f"words must be text of at most {MOST_WORDS} characters.")
    since, until = (_day(query, name) for name in ("since", "until"))
    return Filter(
        services=(service,) if service else (),
        open=STATUSES[status],
        areas=(area,) if area else (),
        since=begin_of(since, city),
        until=end_of(until, city),
        words=words,
        box=box,
    )


def box_of(text: str) -> Box:
    """
    Return a box from west, south, east, north: the order of GeoJSON.

    :raises Unreadable: where these are not the four sides of one
    """
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise Unreadable("bbox must be four numbers: west,south,east,north.") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise Unreadable("bbox must be in degrees.")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Unreadable("bbox must be west,south,east,north in degrees, west before east.")
    return south, west, north, east


def box_text(box: Box) -> str:
    """Return a box as an address has it."""
    south, west, north, east = (round(side, 5) for side in box)
    return f"{west},{south},{east},{north}"


def begin_of(day: date | None, city: City) -> datetime | None:
    """Return the first moment of a day, by the clocks of the city."""
    return datetime.combine(day, time.min, city.zone) if day else None


def end_of(day: date | None, city: City) -> datetime | None:
    """Return the last moment of a day, by the clocks of the city."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, city.zone) - timedelta(
        microseconds=1
    )


def _day(query: QueryDict, name: str) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"{name} must be a day, as in 2026-03-02.") from None
    if not EARLIEST <= day <= LATEST:
        raise Unreadable(f"{name} must lie between {EARLIEST} and {LATEST}.")
    return day
