"""Tiles of a web map: the square of the Mercator projection, halved again and again each way."""

from math import asinh, atan, degrees, floor, pi, radians, sinh, tan

from townline.geography.rules.place import Point

DEEPEST = 22
"""The deepest zoom: a tile is some metres wide."""
EDGE_LAT = degrees(atan(sinh(pi)))
"""The northernmost latitude of the square, in degrees; about 85.05."""
Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""


class NoSuchTile(ValueError):
    """The zoom is too deep, or the square is not divided that far; the text says which."""


def box_of(zoom: int, x: int, y: int) -> Box:
    """
    Return the box of a tile; ``x`` counts eastwards, ``y`` southwards.

    :raises NoSuchTile: if there is none
    """
    if not 0 <= zoom <= DEEPEST:
        raise NoSuchTile(f"The zoom of a tile is from 0 to {DEEPEST}.")
    across = 1 << zoom
    if not (0 <= x < across and 0 <= y < across):
        raise NoSuchTile(f"At zoom {zoom}, x and y of a tile are from 0 to {across - 1}.")
    return _lat(y + 1, across), _lon(x, across), _lat(y, across), _lon(x + 1, across)


def tile_at(point: Point, zoom: int) -> tuple[int, int]:
    """Return ``x`` and ``y`` of the tile that holds a point; of two that meet, the later one."""
    across = 1 << zoom
    lat = max(-EDGE_LAT, min(point.lat, EDGE_LAT))
    x = (point.lon + 180.0) / 360.0 * across
    y = (1.0 - asinh(tan(radians(lat))) / pi) / 2.0 * across
    return _within(x, across), _within(y, across)


def _lon(x: int, across: int) -> float:
    return x / across * 360.0 - 180.0


def _lat(y: int, across: int) -> float:
    return degrees(atan(sinh(pi * (1.0 - 2.0 * y / across))))


def _within(place: float, across: int) -> int:
    return max(0, min(floor(place), across - 1))
