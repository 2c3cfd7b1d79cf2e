"""Coordinates as people and machines hand them in, and what is wrong with them."""

from math import isfinite

from townline.cities.rules.city import City
from townline.geography.rules.place import Point


class BadCoordinates(ValueError):
    """These are no coordinates that can be meant; the text says why, to whoever typed them."""


def point(lat: str | float, lon: str | float) -> Point:
    """
    Return a point anywhere on earth.

    :raises BadCoordinates: if either is no number, or out of its range
    """
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        raise BadCoordinates(f"Latitude and longitude are numbers, not {lat!r}, {lon!r}.") from None
    if not (isfinite(north) and isfinite(east)):
        raise BadCoordinates("Latitude and longitude must be finite numbers.")
    if abs(north) > 90 and abs(north) <= 180 and abs(east) <= 90:
        raise BadCoordinates(
            f"A latitude is at most 90 degrees, but {north:g} was given:"
            f" latitude and longitude look swapped; try {east:g} {north:g}."
        )
    if abs(north) > 90 or abs(east) > 180:
        raise BadCoordinates(
            "A latitude is between -90 and 90 degrees, a longitude between -180 and 180."
        )
    return Point(north, east)


def point_near(city: City, lat: str | float, lon: str | float) -> Point:
    """
    Return a point, unless it could only be near the city with its coordinates swapped.

    :raises BadCoordinates: if it is no point, or looks swapped
    """
    here = point(lat, lon)
    if not _within(city, here) and _within(city, Point(here.lon, here.lat)):
        raise BadCoordinates(f"Latitude and longitude look swapped; try {here.lon:g} {here.lat:g}.")
    return here


def _within(city: City, at: Point) -> bool:
    south, west, north, east = city.bounds
    return south <= at.lat <= north and west <= at.lon <= east
