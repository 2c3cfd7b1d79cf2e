"""What became of contacts that were played: totals, half-hours, and how sure the figures are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import mean, stdev
from typing import Any

BATCHES = 40
"""Runs of contacts that came one after another, whose means are compared."""
LEAST = 100
"""Contacts of a batch: of fewer nothing is said."""
HALF_HOUR = timedelta(minutes=30)

ANSWERED, ABANDONED, CALLED_BACK, NOT_REACHED = (
    "answered",
    "abandoned",
    "called_back",
    "not_reached",
)
ENDS = (ANSWERED, ABANDONED, CALLED_BACK, NOT_REACHED)


@dataclass
class Played:
    """One contact: when it came, how long it waited, what became of it."""

    at: datetime
    wait_s: float = 0.0
    end: str = ""
    """One of ``ENDS``; empty: it waits still."""

    def within(self, level_s: float) -> bool:
        """Return whether it was answered in time, without a call back."""
        return self.end == ANSWERED and self.wait_s <= level_s


def totals(played: Sequence[Played], level_s: float) -> dict[str, Any]:
    """Return counts, the service level of all that came, and the mean wait of all that came."""
    count = len(played)
    return {
        "contacts": count,
        ANSWERED: _count(played, ANSWERED),
        ABANDONED: _count(played, ABANDONED),
        CALLED_BACK: _count(played, CALLED_BACK),
        NOT_REACHED: _count(played, NOT_REACHED),
        "waiting": _count(played, ""),
        "service_level_offered": _share(sum(each.within(level_s) for each in played), count),
        "mean_wait_s": round(sum(each.wait_s for each in played) / count, 4) if count else 0.0,
    }


def half_hours(played: Sequence[Played], level_s: float, zone: tzinfo) -> list[dict[str, Any]]:
    """Return what came in each half-hour by the clocks of a zone, and what became of it."""
    slots: dict[datetime, list[Played]] = {}
    for each in played:
        local = each.at.astimezone(zone)
        begin = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)
        slots.setdefault(begin, []).append(each)
    return [
        {
            "from": f"{begin:%H:%M}",
            "offered": len(slots[begin]),
            ANSWERED: _count(slots[begin], ANSWERED),
            ABANDONED: _count(slots[begin], ABANDONED),
            CALLED_BACK: _count(slots[begin], CALLED_BACK),
            "service_level_offered": _share(
                sum(each.within(level_s) for each in slots[begin]), len(slots[begin])
            ),
            "mean_wait_s": round(mean(each.wait_s for each in slots[begin]), 2),
        }
        for begin in sorted(slots)
    ]


def standard_errors(played: Sequence[Played], level_s: float) -> dict[str, float] | None:
    """
    Return how far the figures of a steady stream stray by chance; None: too few to say.

    Contacts that come one after another wait alike, so that they say less than as many that have
    nothing to do with each other. So whole batches of them are compared.
    """
    size = len(played) // BATCHES
    if size < LEAST:
        return None
    batches = [played[begin * size : (begin + 1) * size] for begin in range(BATCHES)]
    waits = [mean(each.wait_s for each in batch) for batch in batches]
    lost = [mean(each.end == ABANDONED for each in batch) for batch in batches]
    level = [mean(each.within(level_s) for each in batch) for batch in batches]
    named = {"mean_wait_s": waits, "abandoned_share": lost, "service_level_offered": level}
    return {name: round(float(stdev(values) / BATCHES**0.5), 6) for name, values in named.items()}


def _count(played: Sequence[Played], end: str) -> int:
    return sum(each.end == end for each in played)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0
