"""Where two streets meet, told from where each is known to run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import atan2, cos, hypot, sin

Spot = tuple[float, float]
"""A place in metres on the flat map of the city."""

TELLING = 6
"""How many of a street's known places tell how it runs near a spot."""
SHORT_M = 60.0
"""Known places that lie closer together than this do not tell a direction."""
STARTS = 16
"""So many places of each street are tried for where they come near each other."""
FARTHEST_M = 2_500.0
"""A street is not followed farther than this past its known places, in metres."""
SHARPEST = 0.3
"""The least sine of the angle at which two streets can be said to meet at a spot."""
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two streets seem to meet."""

    x: float
    y: float
    doubt: float
    """How far off it may be, in metres: half of such guesses are nearer."""


@dataclass(frozen=True, slots=True)
class _Line:
    at: Spot
    turned: float | None
    """Its direction in radians; none where only a place is known."""
    far: float
    """How far the nearest known place is from the spot."""


def meet(one: Sequence[Spot], other: Sequence[Spot], near: Spot | None = None) -> Meeting | None:
    """
    Return where two streets meet that run through these places.

    :param near: a place near which they are said to meet
    """
    spot = _start(_sample(one, near), _sample(other, near))
    for _ in range(ROUNDS):
        a, b = _line(one, spot), _line(other, spot)
        crossing = _crossing(a, b)
        if crossing is None or max(a.far, b.far) > FARTHEST_M:
            return None
        moved = hypot(crossing[0] - spot[0], crossing[1] - spot[1])
        spot = crossing
        if moved < 3:
            break
    a, b = _line(one, spot), _line(other, spot)
    if max(a.far, b.far) > FARTHEST_M:
        return None
    unsure = 1.0 if a.turned is not None and b.turned is not None else 2.0
    return Meeting(*spot, unsure * (12 + 0.08 * (a.far + b.far) + 0.5 * moved))


def _sample(street: Sequence[Spot], near: Spot | None) -> Sequence[Spot]:
    if near is not None:
        return nsmallest(STARTS, street, key=lambda s: hypot(s[0] - near[0], s[1] - near[1]))
    step = max(1, len(street) // STARTS)
    return street[::step]


def _start(one: Iterable[Spot], other: Sequence[Spot]) -> Spot:
    _, a, b = min((hypot(a[0] - b[0], a[1] - b[1]), a, b) for a in one for b in other)
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _line(street: Sequence[Spot], spot: Spot) -> _Line:
    """Return the line that runs through the places nearest to a spot, by more where many are."""
    found = _through(street, spot, TELLING)
    return found if found.turned is not None else _through(street, spot, 4 * TELLING)


def _through(street: Sequence[Spot], spot: Spot, many: int) -> _Line:
    """Return the line through so many places nearest to a spot, the nearest counting most."""
    x, y = spot
    near = nsmallest(many, [(hypot(a - x, b - y), a, b) for a, b in street])
    weighed = [(1 / (50 + far) ** 2, a, b) for far, a, b in near]
    total = sum([w for w, _, _ in weighed])
    mx = sum([w * a for w, a, _ in weighed]) / total
    my = sum([w * b for w, _, b in weighed]) / total
    xx = sum([w * (a - mx) ** 2 for w, a, _ in weighed])
    yy = sum([w * (b - my) ** 2 for w, _, b in weighed])
    xy = sum([w * (a - mx) * (b - my) for w, a, b in weighed])
    turned = atan2(2 * xy, xx - yy) / 2
    run = [a * cos(turned) + b * sin(turned) for _, a, b in near]
    return _Line((mx, my), turned if max(run) - min(run) >= SHORT_M else None, near[0][0])


def _crossing(a: _Line, b: _Line) -> Spot | None:
    """Where two lines cross; a street of one known place meets the other at a right angle."""
    if a.turned is None:
        return _foot(b, a.at)
    if b.turned is None:
        return _foot(a, b.at)
    sine = sin(b.turned - a.turned)
    if abs(sine) < SHARPEST:
        return None
    east, north = b.at[0] - a.at[0], b.at[1] - a.at[1]
    along = (east * sin(b.turned) - north * cos(b.turned)) / sine
    return a.at[0] + along * cos(a.turned), a.at[1] + along * sin(a.turned)


def _foot(line: _Line, spot: Spot) -> Spot | None:
    if line.turned is None:
        return None
    x, y = cos(line.turned), sin(line.turned)
    along = (spot[0] - line.at[0]) * x + (spot[1] - line.at[1]) * y
    return line.at[0] + along * x, line.at[1] + along * y
