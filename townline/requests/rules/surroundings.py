"""What lies around a place: a circle that somebody wants to hear of, named like an area."""

import re
from dataclasses import dataclass
from math import cos, pi, radians, sin

from townline.geography.rules.place import Point
from townline.requests.rules.nearby import METRES_A_DEGREE

KIND = "around"
"""What stands in the key of such a circle where the keys of areas have their kind."""
RADII_M = (250, 500, 1000, 2000)
"""The radii that one may choose from, in metres."""
DECIMALS = 3
"""Of degrees, about a hundred metres: the circle around a home shall not point at its door."""
CORNERS = 48
"""Of the polygon that is drawn for the circle."""
_CODE = re.compile(r"(-?\d{1,2}\.\d{3}),(-?\d{1,3}\.\d{3}),(\d{3,4})")


@dataclass(frozen=True)
class Surroundings:
    """A circle: its centre, rounded, and its radius in metres."""

    centre: Point
    radius_m: int

    @property
    def code(self) -> str:
        """Return what addresses call it; ``read`` takes it back."""
        return f"{self.centre.lat:.{DECIMALS}f},{self.centre.lon:.{DECIMALS}f},{self.radius_m}"

    @property
    def key(self) -> str:
        """Return what it is kept by, beside the keys of areas."""
        return f"{KIND}:{self.code}"

    def outline(self) -> list[tuple[float, float]]:
        """Return the circle as a closed ring of longitude and latitude, as GeoJSON has it."""
        up = self.radius_m / METRES_A_DEGREE
        over = up / max(0.01, cos(radians(self.centre.lat)))
        turns = (2 * pi * (step % CORNERS) / CORNERS for step in range(CORNERS + 1))
        return [
            (round(self.centre.lon + over * cos(t), 6), round(self.centre.lat + up * sin(t), 6))
            for t in turns
        ]


def around(point: Point, radius_m: int) -> Surroundings:
    """
    Return the surroundings of a place, their centre rounded.

    :raises ValueError: if nobody may choose that radius
    """
    if radius_m not in RADII_M:
        raise ValueError(f"{radius_m} is none of the radii {RADII_M}")
    # Adding zero turns a rounded -0.0 into 0.0, so that one place has one name.
    lat, lon = round(point.lat, DECIMALS) + 0.0, round(point.lon, DECIMALS) + 0.0
    return Surroundings(Point(lat, lon), radius_m)


def read(code: str) -> Surroundings:
    """
    Return the surroundings that a code names.

    :raises ValueError: if it is not one that ``around`` could have made
    """
    form = _CODE.fullmatch(code)
    if form is None:
        raise ValueError(f"{code!r} names no surroundings")
    found = around(Point(float(form[1]), float(form[2])), int(form[3]))
    if found.code != code:
        raise ValueError(f"{code!r} is written otherwise than {found.code}")
    return found
