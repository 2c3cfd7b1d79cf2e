"""The printed report of a file."""

from datetime import date

from townline.cities.rules.city import City
from townline.council.queries.clocks import clock
from townline.council.queries.describing import council_settings
from townline.council.queries.files import FileShown, file
from townline.council.queries.history import history, standing_activities
from townline.council.rules import printed
from townline.council.rules.printed import PrintedReport


def printed_report(city: City, identifier: str, *, on: date, behind: bool = False) -> PrintedReport:
    """
    Return what the report of a file prints on a day: what is dated later is not in it.

    :raises NoSuchFile: if there is none that the reader may know of
    """
    found = file(city, identifier, behind=behind)
    settings = council_settings(city)
    reckoned = clock(city, identifier, as_of=on, known_on=date.max, behind=behind)
    lines = standing_activities(history(city, identifier, as_of=on, behind=behind))
    return PrintedReport(
        office=settings.office or city.name,
        system=settings.system,
        generated=on,
        number=identifier,
        fields=_fields(found, reckoned.last_change.value, reckoned.expiration.value),
        history=[(line.date, line.printed) for line in lines],
    )


def _fields(found: FileShown, changed: date | None, expires: date | None) -> list[tuple[str, str]]:
    said = found.details
    direct = {True: "Yes", False: "No", None: ""}[said.direct_to_council]
    every = [
        (printed.TITLE, said.title),
        (printed.RECEIVED, _day(said.received_date)),
        (printed.CHANGED, _day(changed)),
        (printed.EXPIRES, _day(expires)),
        (printed.REFERENCES, printed.references_printed(said.references)),
        (printed.DIRECT, direct),
        (printed.DISTRICT, "\n".join(said.districts)),
        (printed.INITIATED, "\n".join(said.initiated_by)),
        (printed.MOVER, "\n".join(said.movers)),
        (printed.SECOND, "\n".join(said.seconders)),
        (printed.COMMENT, said.mover_comment),
        (printed.SUBJECT, said.subject),
    ]
    return [(label, value) for label, value in every if value]


def _day(day: date | None) -> str:
    return printed.as_printed(day) if day else ""
