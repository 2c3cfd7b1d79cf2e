"""Where a number must be on a street, by its own known numbers and those of parallel streets."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

from townline.geography.rules.courses import Course, Mark, Way
from townline.geography.rules.grain import Grain

FARTHEST_M = 4_000.0
"""How far past the last known number of a street an answer is still given, in metres."""
USUAL_RATE = 1.3
"""Metres to a number on streets of which nothing tells it."""
NEARBY_M = 120.0
"""A known number so near is taken for the place, where nothing tells how its street runs."""
MOVED_M = 100.0
"""A place that neighbours move farther than this is looked at once more where it then is."""
GAP_M = 250.0
"""Known numbers nearer than this to each other need no neighbours to tell what is between."""

GrainAt = Callable[[float, float, str, int | None], Grain]
"""Gives the grain around a place, for an axis and a number."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A number placed on a course."""

    x: float
    y: float
    doubt: float
    """How far off it may be, in metres: half of such guesses are nearer."""
    near: Mark
    """The known number that it hangs on most."""


def place(course: Course, number: int, grain_at: GrainAt) -> Guess | None:
    """Return where a number is that is not known: between known ones, or a little past them."""
    at = course.place(number)
    if 0 < at < len(course.marks):
        return _between(course, at, number, grain_at)
    end = course.marks[0] if at == 0 else course.marks[-1]
    return _beyond(course, at, end, number, grain_at)


def _between(course: Course, at: int, number: int, grain_at: GrainAt) -> Guess:
    below, above = course.marks[at - 1], course.marks[at]
    share = (number - below.number) / (above.number - below.number)
    x, y = below.x + share * (above.x - below.x), below.y + share * (above.y - below.y)
    gap = hypot(above.x - below.x, above.y - below.y)
    near = below if share < 0.5 else above
    way = course.way(at)
    grain = None
    if way is None or gap > GAP_M or course.width is None:
        grain = grain_at(x, y, course.axis, number)
        way = way or grain.way()
    doubt = 12 + 0.12 * gap * min(share, 1 - share)
    if way is None:
        return Guess(x, y, doubt + 15, near)
    width = _width(course, grain)
    # Across the street: where the line between both would be if both were on the number's side.
    left = (1 - share) * _shift(below, number, width) + share * _shift(above, number, width)
    x, y = x - left * way.y, y + left * way.x
    if grain and gap > GAP_M:
        x, y, doubt = _settled(x, y, doubt, grain, number, way)
    return Guess(*_on_side(course, at, number, x, y, way), doubt, near)


def _beyond(course: Course, at: int, end: Mark, number: int, grain_at: GrainAt) -> Guess | None:
    """Go on along the street as it runs at its end, as far as the neighbours' numbers say."""
    steps = number - end.number
    grain = grain_at(end.x, end.y, course.axis, number)
    way = course.way(at) or grain.way() or grain_at(end.x, end.y, course.axis, None).way()
    if way is None:
        doubt = abs(steps) * USUAL_RATE
        return Guess(end.x, end.y, 15 + doubt, end) if doubt < NEARBY_M else None
    along = steps * way.rate
    if abs(along) > FARTHEST_M:
        return None
    left = _shift(end, number, _width(course, grain))
    x, y = end.x + along * way.x - left * way.y, end.y + along * way.y + left * way.x
    doubt = 15 + 0.15 * abs(along)
    settled = _settled(x, y, doubt, grain_at(x, y, course.axis, number), number, way)
    if hypot(settled[0] - x, settled[1] - y) > MOVED_M:
        # Other streets are near there, which know better.
        x, y, _ = settled
        settled = _settled(x, y, doubt, grain_at(x, y, course.axis, number), number, way)
    x, y, doubt = settled
    far = hypot(x - end.x, y - end.y)
    return Guess(*_on_side(course, at, number, x, y, way), doubt + 0.05 * far, end)


def _width(course: Course, grain: Grain | None) -> float:
    if course.width is not None:
        return course.width
    return (grain.width if grain else None) or 0.0


def _shift(mark: Mark, number: int, width: float) -> float:
    """How far the side of a number lies to the left of a mark's side."""
    if (number - mark.number) % 2 == 0:
        return 0.0
    return width if number % 2 == 0 else -width


def _settled(
    x: float, y: float, doubt: float, grain: Grain, number: int, way: Way
) -> tuple[float, float, float]:
    """Move a place along its street towards where the neighbours put the number."""
    band = grain.band(number, x, y, way)
    if band is None:
        return x, y, doubt * 1.3
    theirs = 20 + band.spread / 2 + 20 / band.neighbours
    trust = doubt**2 / (doubt**2 + theirs**2)
    move = trust * band.along
    left = (doubt**-2 + theirs**-2) ** -0.5 + 0.2 * abs(band.along)
    return x + move * way.x, y + move * way.y, left


def _on_side(
    course: Course, at: int, number: int, x: float, y: float, way: Way
) -> tuple[float, float]:
    """Move a place across the street to the line that the numbers of its side make."""
    same = [m for m in course.marks[max(0, at - 6) : at + 6] if (m.number - number) % 2 == 0]
    before = [m for m in same if m.number < number][-1:]
    after = [m for m in same if m.number > number][:1]
    pair = (before + after) if before and after else same[-2:] if not after else same[:2]
    if len(pair) < 2:
        return x, y
    (a, b) = pair
    east, north = b.x - a.x, b.y - a.y
    run = east * way.x + north * way.y
    if not 60 < run < 1000:
        return x, y
    along = ((x - a.x) * way.x + (y - a.y) * way.y) / run
    if not -2 < along < 3:
        return x, y
    left = (a.x + along * east - x) * -way.y + (a.y + along * north - y) * way.x
    if abs(left) > 45:
        return x, y
    return x - left * way.y, y + left * way.x
