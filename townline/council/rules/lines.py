"""The record of a file as the clock reads it: a line for each activity, oldest first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from townline.council.rules.vocabulary import Activity


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """An activity in the record of a file."""

    seq: int
    """Its place in the record. Lines of one day happened in the order of ``position``."""
    date: datetime.date
    """The day that the record gives it."""
    known: datetime.date
    """The day, in the city's zone, on which the record came to know it."""
    activity: Activity
    position: int = 0
    corrects: int | None = None
    """The ``seq`` of the line that this one stands in place of."""
    void: bool = False
    """Whether it takes that line back and puts nothing in its place."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Voted:
    """A vote of a file's record, as far as its clock reads one."""

    seq: int
    date: datetime.date
    known: datetime.date
    label: str
    """What came of it, as the record writes it."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What another system's record says by itself, beside what follows from the activities."""

    last_change: datetime.date | None = None
    expiration: datetime.date | None = None
    time_limit: datetime.date | None = None
    """The day by which the Council must have acted on the file, as its agenda says."""
    last_day: datetime.date | None = None
    """The Council's last meeting day before that, as the same agenda says."""


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return lines as they happened: by day, within a day by position, then as entered."""
    return sorted(lines, key=lambda line: (line.date, line.position, line.seq))
