"""The courses of streets: known house numbers in their order, as a line that can be followed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import median
from typing import NamedTuple

from townline.geography.rules import streets
from townline.geography.rules.distance import Plane
from townline.geography.rules.gazetteer import KnownAddress

WIDEST_M = 3_000.0
"""Two known numbers of a street farther apart than this say nothing about those between."""
FASTEST = 5.0
"""A street with more metres to a number than this is two streets of one name."""
SLACK_M = 80.0
"""How much farther two numbers may be apart, as yards differ in depth and width."""
WINDOW = 4
"""How many known numbers either way tell how a street runs at a place."""
SHORTEST_M = 40.0
"""Two known points nearer than this do not tell a direction."""
NEAREST_M, FARTHEST_M = 8.0, 600.0
"""Two numbers of one side that are so far apart tell how far off the other side is."""
BROADEST_M = 60.0
"""What seems to lie farther across the street than this is not across it."""

AXES = {"N": ("NS", 1), "S": ("NS", -1), "E": ("EW", 1), "W": ("EW", -1)}
"""Numbers of a street grow both ways from where its two directions part, as from a zero."""
DIRECTIONS = {which: short for short, which in AXES.items()}


Place = tuple[int, float, float]
"""A signed number and where it is, in metres on the flat map of the city."""


class Mark(NamedTuple):
    """A known number on a street, in metres on the flat map of the city."""

    number: int
    """Below zero on the southern or western part of a street."""
    x: float
    y: float
    address: KnownAddress


class Way(NamedTuple):
    """How a street runs at a place, by growing numbers."""

    x: float
    y: float
    """The direction, of length 1."""
    rate: float
    """Metres to a number."""


@dataclass(frozen=True, slots=True)
class Course:
    """One street of a name, suffix and axis in one part of the city."""

    suffix: str
    """In its short form."""
    axis: str
    marks: Sequence[Mark]
    """By number."""
    numbers: Sequence[int]
    width: float | None
    """How far even numbers lie to the left of odd ones, in metres; below zero: to the right."""
    _ways: dict[int, Way | None]

    def place(self, number: int) -> int:
        """Return how many marks come before a number."""
        return bisect_left(self.numbers, number)

    def way(self, place: int) -> Way | None:
        """Return how the street runs before the mark of that place; none where too few tell."""
        if place not in self._ways:
            self._ways[place] = _way(self.marks[max(0, place - WINDOW) : place + WINDOW])
        return self._ways[place]

    def zipcodes(self) -> set[str]:
        """Return the ZIP codes of the known numbers."""
        return {m.address.zipcode for m in self.marks}


def signed(number: int, direction: str) -> tuple[str, int]:
    """Return the axis of a direction, and the number as it is counted along that axis."""
    short = streets.direction(direction) or direction
    axis, sign = AXES.get(short, (short, 1))
    return axis, number * sign


def direction(axis: str, number: int) -> str:
    """Return the direction that a signed number has on an axis."""
    return DIRECTIONS.get((axis, -1 if number < 0 else 1), axis)


def courses(addresses: Iterable[KnownAddress], plane: Plane) -> list[Course]:
    """Return the streets that the addresses of one name lie on."""
    sorts: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for known in addresses:
        axis, number = signed(known.number, known.direction)
        found = Mark(number, *plane.flat(known.lat, known.lon), known)
        sorts[streets.suffix(known.suffix), axis].append(found)
    return [
        Course(suffix, axis, chain, [m.number for m in chain], _width(chain), {})
        for (suffix, axis), marks in sorted(sorts.items())
        for chain in _chains(sorted(marks, key=_in_order))
    ]


def middles(course: Course) -> list[tuple[float, float]]:
    """Return the places of a course's marks, each moved to the middle of the street."""
    width = course.width or 0.0
    found = []
    for place, one in enumerate(course.marks):
        way = course.way(place)
        half = (width if one.number % 2 else -width) / 2
        found.append((one.x - half * way.y, one.y + half * way.x) if way else (one.x, one.y))
    return found


def widths(street: Sequence[Place]) -> Iterator[float]:
    """Yield how far even numbers lie to the left of odd ones, wherever three places tell."""
    for (a, ax, ay), (m, mx, my), (b, bx, by) in zip(street, street[1:], street[2:], strict=False):
        if (b - a) % 2 or (m - a) % 2 == 0:
            continue
        east, north = bx - ax, by - ay
        far = hypot(east, north)
        if not NEAREST_M < far < FARTHEST_M:
            continue
        left = ((my - ay) * east - (mx - ax) * north) / far
        if abs(left) < BROADEST_M:
            yield left if m % 2 == 0 else -left


def _chains(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Part marks, in order, where one cannot be on the same street as another before it."""
    found: list[list[Mark]] = []
    for one in marks:
        near = [(far, n) for n, chain in enumerate(found) if (far := _gap(chain[-1], one)) >= 0]
        if near:
            found[min(near)[1]].append(one)
        else:
            found.append([one])
    return found


def _gap(one: Mark, following: Mark) -> float:
    """How far the next mark of a street is, in metres; below zero if it is not on that street."""
    far = hypot(following.x - one.x, following.y - one.y)
    most = min(WIDEST_M, FASTEST * (following.number - one.number) + SLACK_M)
    return far if far <= most else -1.0


def _way(marks: Sequence[Mark]) -> Way | None:
    best: tuple[float, Way] | None = None
    for n, a in enumerate(marks):
        for b in marks[n + 1 :]:
            steps = b.number - a.number
            east, north = b.x - a.x, b.y - a.y
            far = hypot(east, north)
            if far < SHORTEST_M or steps < 4:
                continue
            # An error across the street turns a short line more than a long one, but a long one
            # misses a bend.
            doubt = (3.0 if steps % 2 == 0 else 30.0) / far + far / 5_000.0
            if best is None or doubt < best[0]:
                best = doubt, Way(east / far, north / far, far / steps)
    return best and best[1]


def _width(marks: Sequence[Mark]) -> float | None:
    found = list(widths([m[:3] for m in marks]))
    return median(found) if found else None


def _in_order(one: Mark) -> tuple[Place, str, str]:
    return one[:3], one.address.number_suffix, one.address.zipcode
