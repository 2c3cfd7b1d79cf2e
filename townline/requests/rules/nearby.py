"""What counts as near, on a sphere small enough to be taken for flat."""

from math import asin, cos, radians, sin, sqrt

from townline.geography.rules.place import Point

EARTH_M = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""
METRES_A_DEGREE = 111_195.0


def metres(a: Point, b: Point) -> float:
    """Return the distance in metres along the great circle (haversine formula)."""
    up, over = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    h = sin(up) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(over) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, h)))


def box(centre: Point, radius_m: float) -> tuple[float, float, float, float]:
    """Return south, west, north, east of a box that holds the circle; for an index to search."""
    up = radius_m / METRES_A_DEGREE
    over = up / max(0.01, cos(radians(centre.lat)))
    return (
        max(-90.0, centre.lat - up),
        max(-180.0, centre.lon - over),
        min(90.0, centre.lat + up),
        min(180.0, centre.lon + over),
    )
