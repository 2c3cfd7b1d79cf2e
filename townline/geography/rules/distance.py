"""Distances on the ground between points a few kilometres apart."""

from dataclasses import dataclass
from math import cos, hypot, radians

from townline.geography.rules.place import Point

DEGREE_M = 111_195.0
"""A degree of latitude in metres, on a sphere of 6,371 km."""


def metres(one: Point, other: Point) -> float:
    """Return the distance in metres; within a city it is right to a few in ten thousand."""
    east = (other.lon - one.lon) * cos(radians((one.lat + other.lat) / 2))
    return DEGREE_M * hypot(other.lat - one.lat, east)


def between(one: Point, other: Point, share: float) -> Point:
    """Return the point that lies ``share`` of the way from one to the other."""
    return Point(
        round(one.lat + share * (other.lat - one.lat), 7),
        round(one.lon + share * (other.lon - one.lon), 7),
    )


def box(centre: Point, radius_m: float) -> tuple[float, float, float, float]:
    """Return south, west, north, east of a box that holds all within ``radius_m`` metres."""
    north = radius_m / DEGREE_M
    east = north / max(cos(radians(min(abs(centre.lat) + north, 90.0))), 1e-9)
    return centre.lat - north, centre.lon - east, centre.lat + north, centre.lon + east


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map of a city, in metres east and north of a point in it."""

    origin: Point

    def flat(self, lat: float, lon: float) -> tuple[float, float]:
        """Return where a position in degrees is on the map."""
        east = (lon - self.origin.lon) * DEGREE_M * cos(radians(self.origin.lat))
        return east, (lat - self.origin.lat) * DEGREE_M

    def point(self, x: float, y: float) -> Point:
        """Return the position in degrees of a place on the map."""
        east = x / (DEGREE_M * cos(radians(self.origin.lat)))
        return Point(round(self.origin.lat + y / DEGREE_M, 7), round(self.origin.lon + east, 7))
