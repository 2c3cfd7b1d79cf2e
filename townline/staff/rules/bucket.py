"""
The token bucket: how often something may be done, with room for a short burst.

``sql/admit.sql`` says the same in the database; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

CLOCKS_DIFFER = timedelta(minutes=1)
"""By how much the clocks of our machines may differ; a clock further behind was set back."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """What a bucket holds at a moment; one token lets one call through."""

    tokens: float
    refilled_at: datetime


def draw(
    level: Level | None, *, per_minute: float, burst: float, at: datetime, wanted: int = 1
) -> tuple[Level, int]:
    """
    Take up to ``wanted`` whole tokens out of a bucket; return what is left and how many it gave.

    A bucket not seen before is full, with ``burst`` tokens. A clock that runs behind another's
    takes nothing away; one that was set back counts from now on, or the bucket would stay empty
    until the clock is again where it had been.
    """
    if level is None:
        level = Level(tokens=burst, refilled_at=at)
    passed = max(0.0, (at - level.refilled_at).total_seconds())
    tokens = min(float(burst), level.tokens + passed * per_minute / 60)
    taken = max(0, min(wanted, floor(tokens)))
    behind = level.refilled_at - at
    refilled_at = level.refilled_at if timedelta(0) < behind <= CLOCKS_DIFFER else at
    return Level(tokens=tokens - taken, refilled_at=refilled_at), taken


def wait_for(tokens: float, *, per_minute: float) -> timedelta:
    """Return how long a bucket takes from so many tokens to a whole one."""
    return timedelta(seconds=(1 - tokens) * 60 / per_minute)
