"""When in a day contacts come: the share of each half-hour."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

SLOTS = 48
SLOT_S = 1800
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class BadProfile(ValueError):
    """A profile cannot be read; the text says where, and what is wanted."""


@dataclass(frozen=True)
class Profile:
    """How many come in each half-hour, in proportion to each other."""

    weights: tuple[float, ...]

    def times(self, count: int, chance: Random) -> list[float]:
        """Return when so many come, in seconds since midnight, in order."""
        slots = chance.choices(range(SLOTS), weights=self.weights, k=count)
        return sorted((slot + chance.random()) * SLOT_S for slot in slots)


def of_hours(counts: Mapping[int, float]) -> Profile:
    """
    Return the profile of counts by hour.

    Each hour's count is parted between its halves in proportion to the hours that they lie beside,
    so that a steep morning climbs within the hour as well; the hours keep their counts.

    >>> of_hours({8: 9, 9: 27}).weights[16:18]
    (3.0, 6.0)
    """
    hours = [float(counts.get(hour, 0)) for hour in range(24)]
    weights: list[float] = []
    for hour, count in enumerate(hours):
        before, after = hours[hour - 1] if hour else 0.0, hours[hour + 1] if hour < 23 else 0.0
        first = 3 * count + before
        second = 3 * count + after
        if not before + after:
            first = second = 1.0
        weights += [count * first / (first + second), count * second / (first + second)]
    return Profile(tuple(weights))


def read_hours(content: bytes) -> dict[str, Profile]:
    """
    Return the profile of each day of a file with the columns ``weekday``, ``hour``, ``requests``.

    :raises BadProfile: if the file is none of that kind
    """
    counts: dict[str, dict[int, float]] = {}
    for line, row in enumerate(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))), 2):
        try:
            day, hour, count = row["weekday"].lower(), int(row["hour"]), float(row["requests"])
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise BadProfile(
                f"line {line} is none of weekday,hour,requests, e.g. monday,8,1289"
            ) from fault
        if day not in DAYS or not 0 <= hour < 24 or not 0 <= count < float("inf"):
            raise BadProfile(f"line {line}: {day!r}, {hour}, {count} is no hour of a week")
        counts.setdefault(day, {})[hour] = count
    found = {day: of_hours(hours) for day, hours in counts.items() if any(hours.values())}
    if not found:
        raise BadProfile("no day has any count")
    return found
