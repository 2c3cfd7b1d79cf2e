"""Distances on the ground between points a few kilometres apart."""

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
