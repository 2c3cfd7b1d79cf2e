"""What follows from the records of many files at once, and whether it must be reckoned anew."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.describing import council_settings, vocabulary
from townline.council.queries.lines import bodies_named, lines_of
from townline.council.queries.meeting_days import meeting_days
from townline.council.rules import clock
from townline.council.rules.calendar import MeetingDays, was_known
from townline.council.rules.clock import Summary
from townline.council.rules.course import Bodies
from townline.council.rules.lines import Line
from townline.council.rules.settings import ClockSettings
from townline.council.rules.states import State
from townline.council.rules.vocabulary import ActionType

COLUMNS: Mapping[str, str] = {
    "state": "state",
    "last_change_date": "last_change",
    "expires_date": "expiration",
    "final_date": "final",
    "next_date": "next_scheduled",
    "reconsider_until_date": "reconsideration_until",
    "mayor_until_date": "mayor_last_day",
    "pending": "pending",
    "rounds": "rounds",
    "changes_date": "changes_on",
}
"""The columns of a file that follow from its record alone, with what each is of a summary."""


@dataclass(frozen=True)
class Reckoner:
    """What the records of one city's files are reckoned by on a day; it serves many files."""

    city: City
    today: date
    days: MeetingDays
    types: Mapping[str, ActionType]
    settings: ClockSettings
    bodies: Bodies

    def summary(self, lines: Iterable[Line], *, as_of: date | None = None) -> Summary:
        """Return what follows from the lines of a file."""
        return clock.summary(
            lines,
            self.types,
            self.settings,
            self.days,
            as_of=as_of or self.today,
            known_on=date.max,
            bodies=self.bodies,
        )

    def values(self, lines: Iterable[Line], *, as_of: date | None = None) -> dict[str, Any]:
        """Return what follows from the lines, by column."""
        found = self.summary(lines, as_of=as_of)
        values = {column: getattr(found, name) for column, name in COLUMNS.items()}
        return values | {
            "state": (found.state or State.RECEIVED).value,
            "pending": list(found.pending),
        }


def reckoner(city: City, today: date) -> Reckoner:
    """
    Return what the city's files are reckoned by.

    :raises NoCouncil: if the edition in force describes no council
    """
    days = MeetingDays(council_settings(city).calendar, meeting_days(city), known_on=today)
    types = {each.code: each for each in vocabulary(city).types}
    return Reckoner(city, today, days, types, council_settings(city).clock, bodies_named(city))


def changed_columns(
    reckoned_by: Reckoner, rows: Iterable[CouncilFile]
) -> Iterator[tuple[CouncilFile, dict[str, Any]]]:
    """Yield the rows that say something else than follows from their records, with what follows."""
    files = {row.pk: row for row in rows}
    for file_id, lines in lines_of(reckoned_by.city, list(files)):
        row, values = files[file_id], reckoned_by.values(lines)
        if any(getattr(row, column) != value for column, value in values.items()):
            yield row, values


def digest(city: City, today: date) -> str:
    """Return what all that files are reckoned by comes to, but for their own records."""
    settings = council_settings(city)
    known = [recess for recess in settings.calendar.recesses if was_known(recess, today)]
    told = [
        settings.clock,
        settings.council,
        settings.calendar.weekdays,
        known,
        sorted(meeting_days(city)),
        vocabulary(city),
    ]
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()
