"""Areas of which one may be told, those of the city and circles around a place: filter and name."""

from datetime import date

from django.utils.translation import gettext

from townline.cities.rules.city import City
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.requests.queries.conditions import Filter
from townline.requests.rules import surroundings
from townline.requests.rules.surroundings import Surroundings


class NoSuchSurroundings(LookupError):
    """What the code says is no circle around a place in the city."""


def surroundings_of(city: City, code: str, on: date) -> Surroundings:
    """
    Return the circle of a code.

    :raises NoSuchSurroundings: if it is none, or its centre is not in the city
    """
    try:
        found = surroundings.read(code)
    except ValueError as fault:
        raise NoSuchSurroundings(str(fault)) from fault
    if not geography.locate(city, found.centre, on).inside:
        raise NoSuchSurroundings(f"{code} is not in the city")
    return found


def within(key: str) -> Filter:
    """Return the filter of what lies in an area, or in a circle around a place."""
    kind, _colon, code = key.partition(":")
    if kind != surroundings.KIND:
        return Filter(areas=(key,))
    found = surroundings.read(code)
    return Filter(near=(found.centre, float(found.radius_m)))


def area_name(city: City, key: str, on: date) -> str:
    """Return what an area is called, in the language in force; its key where it is no more."""
    kind, _colon, code = key.partition(":")
    if kind == surroundings.KIND:
        return _name_around(city, surroundings.read(code))
    try:
        shapes = geography.outlines(city, kind, on)["features"]
    except NoSuchAreas:
        return key
    return next((str(s["properties"]["name"]) for s in shapes if s["id"] == code), key)


def _name_around(city: City, circle: Surroundings) -> str:
    known = geography.address_at(city, circle.centre)
    where = known.label if known else f"{circle.centre.lat}, {circle.centre.lon}"
    return gettext("%(metres)s m around %(address)s") % {
        "metres": circle.radius_m,
        "address": where,
    }
