"""
The token bucket: how often something may be done, with room for a short burst.

``sql/admit.sql`` says the same in the database; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Level:
    """What a bucket holds at a moment; one token lets one call through."""

    tokens: float
    refilled_at: datetime


def draw(
    level: Level | None, *, per_minute: float, burst: int, at: datetime
) -> tuple[Level, timedelta | None]:
    """
    Take a token out of a bucket, and return what is left and how long to wait for one.

    A bucket not seen before is full. The wait is None where a token was there; nothing is taken
    where none was. A clock that runs behind another's takes nothing away.
    """
    if level is None:
        level = Level(tokens=burst, refilled_at=at)
    passed = max(0.0, (at - level.refilled_at).total_seconds())
    tokens = min(float(burst), level.tokens + passed * per_minute / 60)
    now = max(at, level.refilled_at)
    if tokens >= 1:
        return Level(tokens=tokens - 1, refilled_at=now), None
    return Level(tokens=tokens, refilled_at=now), wait_for(tokens, per_minute=per_minute)


def wait_for(tokens: float, *, per_minute: float) -> timedelta:
    """Return how long a bucket takes from so many tokens to a whole one."""
    return timedelta(seconds=(1 - tokens) * 60 / per_minute)
