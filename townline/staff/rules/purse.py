"""
A purse: tokens that one process took out of a bucket together, to spend them one by one.

It spares those who may come often the asking, most of the time, and never lets more through than
the limit. For a token is spent within ``KEPT`` of being drawn, or never; so whatever is spent in a
stretch of time was drawn in that stretch or just before it; and the bucket of whoever has a purse
holds so much less as flows in during ``KEPT``. What is drawn and not spent is lost to its owner:
each process can lose so at most the ``SHARE`` of what flows in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

KEPT = timedelta(seconds=2)
"""How long a drawn token is good."""
SHARE = 0.1
"""What part of the tokens that flow in during ``KEPT`` is drawn at once."""
MOST = 50
"""The most tokens that are drawn at once."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How tokens are drawn by whoever has a certain limit."""

    at_once: int
    """How many a process draws at once; 1 where the limit is too low for a purse."""
    burst: float
    """How many the bucket holds."""


@dataclass(frozen=True, kw_only=True)
class Purse:
    """What a process has drawn and not yet spent."""

    tokens: int
    drawn_at: datetime


def terms(*, per_minute: float, burst: int) -> Terms:
    """Return how tokens are drawn under a limit."""
    flows_in = per_minute / 60 * KEPT.total_seconds()
    at_once = min(MOST, floor(flows_in * SHARE))
    if at_once < 2 or burst - flows_in < at_once:
        return Terms(at_once=1, burst=burst)
    return Terms(at_once=at_once, burst=burst - flows_in)


def spend(purse: Purse | None, *, at: datetime) -> Purse | None:
    """Return the purse with a token less; None where it has none that is good at the moment."""
    if purse is None or purse.tokens < 1:
        return None
    if not timedelta(0) <= at - purse.drawn_at < KEPT:
        return None
    return Purse(tokens=purse.tokens - 1, drawn_at=purse.drawn_at)
