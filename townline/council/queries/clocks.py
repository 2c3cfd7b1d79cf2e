"""The clocks of files: every value with where it comes from."""

from datetime import date, timedelta

from townline.cities.rules.city import City
from townline.council.models import AgendaItemRow, CouncilFile
from townline.council.queries.describing import council_settings, vocabulary
from townline.council.queries.files import NoSuchFile
from townline.council.queries.lines import bodies_named, lines
from townline.council.queries.meeting_days import meeting_days
from townline.council.rules import clock as rules
from townline.council.rules.clock import Clock
from townline.council.rules.lines import Recorded

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


def clock_of(city: City, file: CouncilFile, as_of: date, *, known_on: date = date.max) -> Clock:
    """Return the clock of a row."""
    settings = council_settings(city)
    return rules.clock(
        lines(city, file.pk),
        {each.code: each for each in vocabulary(city).types},
        settings.clock,
        settings.calendar,
        as_of=as_of,
        known_on=known_on,
        recorded=_recorded(file, as_of),
        meetings=meeting_days(city),
        bodies=bodies_named(city),
    )


def _recorded(file: CouncilFile, as_of: date) -> Recorded:
    """Return what another record says by itself; nothing of a day before its last change."""
    limit, last_day = _time_limit(file, as_of)
    changed = file.recorded_change_date
    if changed is not None and changed > as_of:
        return Recorded(time_limit=limit, last_day=last_day)
    return Recorded(
        last_change=changed,
        expiration=file.recorded_expiration_date,
        time_limit=limit,
        last_day=last_day,
    )


def _time_limit(file: CouncilFile, as_of: date) -> tuple[date | None, date | None]:
    """Return the time limit and the last day that the latest agenda by then gives beside it."""
    items = AgendaItemRow.objects.filter(
        file_id=file.pk,
        removed=False,
        time_limit_date__isnull=False,
        meeting__day__lte=as_of + POSTED_AHEAD,
    )
    dated = items.order_by("-meeting__day", "-pk").values_list("time_limit_date", "last_day_date")
    return dated.first() or (None, None)
