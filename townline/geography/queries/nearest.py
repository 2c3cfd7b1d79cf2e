"""The nearest known address, for a statement of another room that asks for it on its way."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from townline.cities.rules.city import City
from townline.geography.queries.places import LOCAL, _gazetteer_of
from townline.geography.rules import matching
from townline.geography.rules.distance import box
from townline.geography.rules.gazetteer import KnownAddress
from townline.geography.rules.place import Match, Point

NOT_ASKED: Mapping[str, Any] = {
    "gazetteer": None, "lat": 0.0, "lon": 0.0,
    "south": 0.0, "west": 0.0, "north": 0.0, "east": 0.0,
}  # fmt: skip
"""What ``geography_nearest`` takes from whoever does not want to know: it finds nothing."""


def nearest_asked(city: City, point: Point) -> Mapping[str, Any] | None:
    """
    Return what the SQL function ``geography_nearest`` takes, by name, to find what is near a point.

    A statement that is sent anyway asks it so, and ``nearest_told`` reads what came back: together
    they answer as ``address_at`` does. None where somebody else than the local geocoder answers
    for the city; that one can only be asked by ``address_at``.
    """
    if getattr(settings, "TOWNLINE_GEOCODER", LOCAL) != LOCAL:
        return None
    south, west, north, east = box(point, matching.NEAR_M)
    return {
        "gazetteer": _gazetteer_of(city.edition_id), "lat": point.lat, "lon": point.lon,
        "south": south, "west": west, "north": north, "east": east,
    }  # fmt: skip


def nearest_told(point: Point, rows: Iterable[Mapping[str, Any]]) -> Match | None:
    """Return the nearest of the addresses that ``geography_nearest`` found, if near enough."""
    return matching.nearest(point, (KnownAddress(**row) for row in rows))
