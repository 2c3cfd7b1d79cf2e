"""
How long a wait is going to be, told as a range, or not at all.

Whoever comes waits until all before them have gone, and then for the next agent. With ``n`` agents
who are busy for ``h`` seconds each, one of them becomes free ``n / h`` times a second; of those who
wait, some give up, each once in ``p`` seconds. So the wait of who has ``k`` before them is the sum
of ``k + 1`` steps, the slowest last, each of which takes no memory of what was before. Mean and
spread of such a sum are known exactly, and a gamma distribution with the same two is close to it.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor, sqrt

LEAST = 5
"""Of fewer contacts nothing is said."""
SPREAD = 1.2815515655446004
"""The range holds eight waits of ten."""
MOST_AHEAD = 2000
"""Behind more nobody is told anything."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of a queue lately."""

    handled: int = 0
    handled_s: float = 0.0
    """Of all together: from the answer until the agent was free again."""
    gave_up: int = 0
    waited_s: float = 0.0
    """Of all together, those who gave up too."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """How long a wait is going to be, in seconds: eight of ten lie between low and high."""

    low_s: float
    mean_s: float
    high_s: float
    ahead: int = 0

    @property
    def minutes(self) -> tuple[int, int]:
        """
        Return the range in whole minutes, as it is told: no narrower than it is.

        >>> Estimate(low_s=50, mean_s=100, high_s=170).minutes
        (0, 3)
        """
        return floor(self.low_s / 60), max(1, ceil(self.high_s / 60))


def estimate(*, ahead: int, places: int, seen: Seen) -> Estimate | None:
    """
    Return how long somebody is going to wait; None: this cannot be said.

    :param ahead: how many wait before them
    :param places: how many contacts the agents who are there can have at once
    """
    if places < 1 or seen.handled < LEAST or seen.handled_s <= 0 or ahead > MOST_AHEAD:
        return None
    free = places * seen.handled / seen.handled_s
    leaves = seen.gave_up / seen.waited_s if seen.waited_s > 0 else 0.0
    steps = [1 / (free + leaves * before) for before in range(ahead + 1)]
    mean, variance = sum(steps), sum(step * step for step in steps)
    shape = mean * mean / variance
    return Estimate(
        low_s=mean * _part(shape, -SPREAD), mean_s=mean, high_s=mean * _part(shape, SPREAD),
        ahead=ahead,
    )  # fmt: skip


def _part(shape: float, spread: float) -> float:
    """Return a quantile of a gamma distribution with mean 1 (Wilson and Hilferty)."""
    return float(max(0.0, 1 - 1 / (9 * shape) + spread / (3 * sqrt(shape))) ** 3)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One estimate beside the wait that followed."""

    estimate: Estimate
    wait_s: float
    gave_up: bool = False
    """They did not wait to the end: the wait would have been longer."""


def error_of(told: list[Told]) -> dict[str, float | int]:
    """Return how far estimates lie from the waits that followed; of none, nothing but counts."""
    whole = [each for each in told if not each.gave_up]
    found: dict[str, float | int] = {
        "estimates": len(told),
        "waited_to_the_end": len(whole),
        "gave_up_after_the_range": sum(
            each.gave_up and each.wait_s > each.estimate.high_s for each in told
        ),
    }
    if not whole:
        return found
    off = [each.estimate.mean_s - each.wait_s for each in whole]
    within = sum(each.estimate.low_s <= each.wait_s <= each.estimate.high_s for each in whole)
    return found | {
        "bias_s": round(sum(off) / len(whole), 3),
        "mean_absolute_error_s": round(sum(map(abs, off)) / len(whole), 3),
        "mean_wait_s": round(sum(each.wait_s for each in whole) / len(whole), 3),
        "within_range": round(within / len(whole), 4),
    }


WINDOWS = (timedelta(minutes=30), timedelta(hours=4))
"""What is looked back on: the last half hour, and more where little happened in it."""
