"""The clocks of files: every value with where it comes from."""

from collections.abc import Iterable
from datetime import date, timedelta

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.describing import council_settings, vocabulary
from townline.council.queries.files import FileShown, NoSuchFile
from townline.council.queries.lines import bodies_named, lines
from townline.council.queries.meeting_days import meeting_days
from townline.council.queries.on_agendas import OnAgenda, on_agendas
from townline.council.queries.votes import voted
from townline.council.rules import clock as rules
from townline.council.rules.clock import Clock
from townline.council.rules.lines import Recorded, Voted

POSTED_AHEAD = timedelta(days=7)
"""How long before a meeting its agenda can be read, at most."""


def clock(
    city: City, identifier: str, *, as_of: date, known_on: date, behind: bool = False
) -> Clock:
    """
    Return the clock of a file.

    :param as_of: entries dated later do not count
    :param known_on: entries that the record came to know later do not count
    :raises NoSuchFile: if there is none that the reader may know of
    """
    file = CouncilFile.objects.readable(city.id, behind=behind).filter(identifier=identifier)
    found = file.first()
    if found is None:
        raise NoSuchFile(f"There is no council file {identifier}.")
    return clock_of(city, found, as_of, known_on=known_on)


def clock_of(
    city: City,
    file: CouncilFile | FileShown,
    as_of: date,
    *,
    known_on: date = date.max,
    votes: Iterable[Voted] | None = None,
    agendas: Iterable[OnAgenda] | None = None,
) -> Clock:
    """
    Return the clock of a file that was found.

    :param votes: those of its record, for a caller who has read them already
    :param agendas: those that it is on, likewise
    """
    settings = council_settings(city)
    return rules.clock(
        lines(city, file.id),
        {each.code: each for each in vocabulary(city).types},
        settings.clock,
        settings.calendar,
        as_of=as_of,
        known_on=known_on,
        recorded=_recorded(file, as_of, on_agendas(city, file.id) if agendas is None else agendas),
        meetings=meeting_days(city),
        bodies=bodies_named(city),
        votes=voted(city, file.id) if votes is None else votes,
    )


def _recorded(file: CouncilFile | FileShown, as_of: date, agendas: Iterable[OnAgenda]) -> Recorded:
    """Return what another record says by itself; nothing of a day before its last change."""
    limit, last_day = _time_limit(agendas, as_of)
    changed = file.recorded_change_date
    if changed is not None and changed > as_of:
        return Recorded(time_limit=limit, last_day=last_day)
    return Recorded(
        last_change=changed,
        expiration=file.recorded_expiration_date,
        time_limit=limit,
        last_day=last_day,
    )


def _time_limit(agendas: Iterable[OnAgenda], as_of: date) -> tuple[date | None, date | None]:
    """Return the time limit and the last day that the latest agenda by then gives beside it."""
    dated = (
        each for each in agendas
        if each.time_limit is not None and each.day <= as_of + POSTED_AHEAD
    )  # fmt: skip
    latest = next(dated, None)
    return (latest.time_limit, latest.last_day) if latest else (None, None)
