"""Making a file: a motion, a report or a resolution came in, and gets a number."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, happen
from townline.council.actions.searchable import refresh
from townline.council.models import CouncilFile, Series
from townline.council.queries.describing import council_settings
from townline.council.queries.files import NoSuchFile, details_of
from townline.council.rules import details as rules
from townline.council.rules.details import Details, plain
from townline.council.rules.numbers import FileNumber, Numbering
from townline.record.verbs import Actor, require


class NumberTaken(ValueError):
    """There is a file of that number already; the text names it."""


@transaction.atomic
def introduce(
    *,
    city: City,
    details: Details,
    supplement_to: str = "",
    restricted: bool = False,
    made_up: bool = False,
    by: Actor,
    at: datetime,
) -> str:
    """
    Make a file and return its number, the next of its series.

    :param supplement_to: the file that it is a supplement of
    :param made_up: whether it only shows how a file looks
    :raises BadDetails: if something that it says of itself cannot be
    :raises NoSuchFile: if the file that it would supplement is not there
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.INTRODUCED)
    today = at.astimezone(city.zone).date()
    dated = replace(details, received_date=details.received_date or today)
    rules.check(dated, today=today)
    number = _draw(city, supplement_to, dated.received_date.year if dated.received_date else 0)
    origin = "demo" if made_up or city.demo else "live"
    file = make(city, number, dated, by=by, at=at, origin=origin)
    if restricted:
        file.restricted = True
        happen(file, verbs.RESTRICTED, by=by, at=at, reason="from the beginning")
    file.save(force_update=True)
    refresh(city=city, ids=[file.pk])
    return file.identifier


def make(
    city: City, number: FileNumber, details: Details, *, by: Actor, at: datetime, origin: str
) -> CouncilFile:
    """
    Make the row of a file and its first entry; the caller saves what follows.

    :raises NumberTaken: if there is a file of that number
    """
    identifier = Numbering(council_settings(city).numbers).write(number)
    if CouncilFile.objects.filter(city_id=city.id, identifier=identifier).exists():
        raise NumberTaken(f"There is a council file {identifier} already.")
    file = CouncilFile(
        city_id=city.id,
        number=f"{city.slug}/{identifier}",
        identifier=identifier,
        prefix=number.prefix,
        year=number.year,
        serial=number.serial,
        supplement=number.supplement,
        origin=origin,
        changed_at=at,
    )
    put_details(file, details)
    file.save(force_insert=True)
    said = plain(details)
    happen(file, verbs.INTRODUCED, by=by, at=at, origin=origin, title=details.title, details=said)
    return file


def describe(
    *,
    city: City,
    identifier: str,
    details: Details,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """
    Change what a file says of itself; the record keeps what changed, before and after.

    :raises BadDetails: if something that it would say of itself cannot be
    :raises NoSuchFile: if there is none
    :raises Stale: if somebody else changed it meanwhile
    """
    rules.check(details, today=at.astimezone(city.zone).date())
    with changing(city, identifier, seen=seen) as file:
        before, after = plain(details_of(file)), plain(details)
        changed = {key: after[key] for key in after if after[key] != before[key]}
        if changed:
            was = {key: before[key] for key in changed}
            put_details(file, details)
            happen(file, verbs.DESCRIBED, by=by, at=at, changed=changed, was=was)


def restrict(*, city: City, identifier: str, reason: str, by: Actor, at: datetime) -> None:
    """
    Take a file out of everything that others than the clerk can read.

    :raises NoSuchFile: if there is none
    """
    with changing(city, identifier) as file:
        if not file.restricted:
            file.restricted = True
            happen(file, verbs.RESTRICTED, by=by, at=at, reason=reason)


def open_up(*, city: City, identifier: str, by: Actor, at: datetime) -> None:
    """
    Let everyone read a file that was restricted.

    :raises NoSuchFile: if there is none
    """
    with changing(city, identifier) as file:
        if file.restricted:
            file.restricted = False
            happen(file, verbs.OPENED, by=by, at=at)


def move_series(city_id: int, number: FileNumber) -> None:
    """Let a series go on after a number that came from elsewhere."""
    serial, last = (number.serial, number.supplement) if number.supplement else (0, number.serial)
    Series.objects.get_or_create(
        city_id=city_id, year=number.year, serial=serial, defaults={"last": 0}
    )
    Series.objects.filter(city_id=city_id, year=number.year, serial=serial, last__lt=last).update(
        last=last
    )


def _draw(city: City, supplement_to: str, year: int) -> FileNumber:
    """Return the next number of a series, whose row stays locked until the file is made."""
    if not supplement_to:
        return FileNumber(year, _next(city.id, year, 0))
    numbering = Numbering(council_settings(city).numbers)
    try:
        of = numbering.read(supplement_to).file
    except ValueError as fault:
        raise NoSuchFile(str(fault)) from fault
    parent = CouncilFile.objects.filter(city_id=city.id, identifier=numbering.write(of)).first()
    if parent is None:
        raise NoSuchFile(f"There is no council file {numbering.write(of)}.")
    return replace(of, supplement=_next(city.id, of.year, of.serial))


def _next(city_id: int, year: int, serial: int) -> int:
    Series.objects.get_or_create(city_id=city_id, year=year, serial=serial, defaults={"last": 0})
    row = Series.objects.select_for_update().get(city_id=city_id, year=year, serial=serial)
    Series.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return row.last + 1


def put_details(file: CouncilFile, details: Details) -> None:
    """Write what a file says of itself on its row."""
    said = plain(details)
    file.title, file.received_date = details.title, details.received_date
    file.initiated_by, file.movers = said["initiated_by"], said["movers"]
    file.seconders, file.mover_comment = said["seconders"], details.mover_comment
    file.districts, file.direct_to_council = said["districts"], details.direct_to_council
    file.subject_text, file.references = details.subject, said["references"]
    file.reward = said["reward"]
