"""The grain of a neighbourhood: how numbers run along its parallel streets."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import hypot
from statistics import median
from typing import NamedTuple

from townline.geography.rules.courses import Place, Way, widths

TILE_M = 1_200.0
"""A neighbourhood is a square of this size, in metres."""
AROUND_M = 600.0
"""What lies so far around it, in metres, belongs to it too."""
BLOCK = 500
"""Numbers of one block are asked for together, since they lie together."""
REACH = 200
"""How far the number of a neighbour may be from the one that is looked for."""
ACROSS_M = 800.0
"""A parallel street farther away says nothing."""
PARALLEL = 0.9
"""The least cosine of the angle between streets that run the same way."""
APART = 16
"""Two numbers of a street must differ by so much to say how it runs."""
BEST_APART = 120
"""Two numbers that differ by about so much say best how a street runs."""
SLOWEST, FASTEST = 0.25, 5.0
"""Metres to a number beyond which two numbers are not of one street, or one is wrong."""


class Neighbour(NamedTuple):
    """A known number of a street nearby, and how its street runs there."""

    number: int
    x: float
    y: float
    east: float
    north: float
    """Metres to a number."""


class Band(NamedTuple):
    """Where neighbours put a number, along a line."""

    along: float
    """Metres from the start of the line."""
    spread: float
    """How far half of the neighbours are from that, at most, in metres."""
    neighbours: int


class Grain:
    """What the streets of one axis around a place have in common, near one block of numbers."""

    def __init__(self, streets: Iterable[list[Place]]) -> None:
        found: list[Neighbour] = []
        across: list[float] = []
        for street in streets:
            street.sort()
            found += _running(street)
            across += widths(street)
        found.sort()
        self._neighbours = found
        self._numbers = [n.number for n in found]
        self.width = median(across) if across else None
        """How far even numbers lie to the left of odd ones, in metres; none where none tell."""

    def __len__(self) -> int:
        return len(self._neighbours)

    def way(self) -> Way | None:
        """Return how the streets run, if three numbers tell."""
        if len(self._neighbours) < 3:
            return None
        east = median(n.east for n in self._neighbours)
        north = median(n.north for n in self._neighbours)
        rate = hypot(east, north)
        return Way(east / rate, north / rate, rate) if rate > SLOWEST else None

    def band(self, number: int, x: float, y: float, way: Way) -> Band | None:
        """Return how far along a line from a place a number lies, by two neighbours at least."""
        first = bisect_left(self._numbers, number - REACH)
        last = bisect_left(self._numbers, number + REACH + 1)
        way_x, way_y, _ = way
        found: list[tuple[float, float]] = []
        for theirs, at_x, at_y, east, north in self._neighbours[first:last]:
            steps = number - theirs
            off_x, off_y = at_x + east * steps - x, at_y + north * steps - y
            across = abs(off_y * way_x - off_x * way_y)
            if across < ACROSS_M and east * way_x + north * way_y > PARALLEL * hypot(east, north):
                weight = 1 / ((60 + abs(steps)) * (60 + across))
                found.append((off_x * way_x + off_y * way_y, weight))
        if len(found) < 2:
            return None
        along = _weighted_median(found)
        spread = _weighted_median([(abs(t - along), w) for t, w in found])
        return Band(along, spread, len(found))


def by_street[S](marks: Iterable[tuple[S, Place]]) -> Iterable[list[Place]]:
    """Return the places of each street, given each with what tells its street."""
    found: defaultdict[S, list[Place]] = defaultdict(list)
    for street, place in marks:
        found[street].append(place)
    return found.values()


def _running(street: Sequence[Place]) -> list[Neighbour]:
    """Each place with how its street runs there, where another place of it tells."""
    found = []
    for n, (number, x, y) in enumerate(street):
        best, run = 1e9, (0.0, 0.0)
        for other, other_x, other_y in street[max(0, n - 6) : n + 7]:
            steps = other - number
            apart = abs(steps)
            rank = abs(apart - BEST_APART)
            if apart < APART or rank >= best:
                continue
            east, north = other_x - x, other_y - y
            if SLOWEST < hypot(east, north) / apart < FASTEST:
                best, run = rank, (east / steps, north / steps)
        if best < 1e9:
            found.append(Neighbour(number, x, y, *run))
    return found


def _weighted_median(values: list[tuple[float, float]]) -> float:
    values.sort()
    half = sum([weight for _, weight in values]) / 2
    for value, weight in values:
        half -= weight
        if half <= 0:
            return value
    return values[-1][0]
