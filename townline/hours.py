"""Arithmetic of the city's working time: which minutes count, and when a promise falls due."""

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

Span = tuple[time, time]
"""Local opening and closing; a closing of 00:00 means the end of the day."""

UNITS = ("hours", "days", "working_hours", "working_days")


@dataclass(frozen=True)
class Promise:
    """How long something may take: an amount of one of ``UNITS``."""

    amount: int
    unit: str


@dataclass(frozen=True)
class WorkingWeek:
    """When a department works: spans for each weekday (0 is Monday), less the holidays."""

    zone: ZoneInfo
    open: tuple[tuple[Span, ...], ...]
    """Seven tuples of spans, Monday first."""
    holidays: frozenset[date] = frozenset()
