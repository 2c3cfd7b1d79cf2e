"""In which order to go to several places: the nearest next, and then without crossing the way."""

from collections.abc import Sequence
from math import cos, hypot, radians

from townline.geography.rules.place import Point

METRES_A_DEGREE = 111_195.0
ROUNDS = 40
"""How often the way is gone through for a shorter one; a day's is done after a few."""
SHORTER_M = 0.01
"""By how many metres a way must be shorter to be taken: less is how numbers are rounded."""

Flat = tuple[float, float]


def order(places: Sequence[Point], *, start: Point | None = None) -> list[int]:
    """
    Return the positions of ``places`` in the order in which to go there.

    The way is open: it ends at the last place. It is no longer than going to the nearest place
    next, and no two pieces of it can be swapped for a shorter way (2-opt).

    :param start: where the way begins; else at the first of the places
    """
    if not places:
        return []
    flat = _flat([start, *places] if start else list(places))
    way = _nearest_next(flat)
    for _ in range(ROUNDS):
        if not _untangle(way, flat):
            break
    return [position - 1 for position in way[1:]] if start else way


def length_m(places: Sequence[Point]) -> float:
    """Return how long the way is, straight from each place to the next."""
    flat = _flat(places)
    return sum(_apart(flat[n], flat[n + 1]) for n in range(len(flat) - 1))


def _flat(places: Sequence[Point]) -> list[Flat]:
    """Return places in metres on a plane, which is exact enough within a city."""
    if not places:
        return []
    east = cos(radians(places[0].lat)) * METRES_A_DEGREE
    return [(place.lon * east, place.lat * METRES_A_DEGREE) for place in places]


def _apart(one: Flat, other: Flat) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _nearest_next(flat: Sequence[Flat]) -> list[int]:
    way, left = [0], set(range(1, len(flat)))
    while left:
        here = flat[way[-1]]
        nearest = min(left, key=lambda n: (_apart(here, flat[n]), n))
        way.append(nearest)
        left.remove(nearest)
    return way


def _untangle(way: list[int], flat: Sequence[Flat]) -> bool:
    """Turn round every piece of the way that is shorter so; return whether there was one."""
    turned = False
    for begin in range(1, len(way) - 1):
        for end in range(begin + 1, len(way)):
            if _gain(way, flat, begin, end) > SHORTER_M:
                way[begin : end + 1] = reversed(way[begin : end + 1])
                turned = True
    return turned


def _gain(way: Sequence[int], flat: Sequence[Flat], begin: int, end: int) -> float:
    """Return by how much the way is shorter with the piece turned round."""
    before, first, last = flat[way[begin - 1]], flat[way[begin]], flat[way[end]]
    gain = _apart(before, first) - _apart(before, last)
    if end + 1 < len(way):
        after = flat[way[end + 1]]
        gain += _apart(last, after) - _apart(first, after)
    return gain
