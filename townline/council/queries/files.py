"""Files, one by one and in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db.models import Q

from townline.cities.rules.city import City
from townline.council.models import CouncilFile
from townline.council.queries.describing import council_settings
from townline.council.rules.details import Details
from townline.council.rules.numbers import FileNumber, Numbering


class NoSuchFile(LookupError):
    """There is no file of that number, or not for this reader; the text names it."""


@dataclass(frozen=True, kw_only=True)
class FileShown:
    """A file as its page shows it."""

    id: int
    identifier: str
    number: FileNumber
    details: Details
    state: str
    origin: str
    restricted: bool
    last_change_date: date | None
    expires_date: date | None
    final_date: date | None
    next_date: date | None
    reconsider_until_date: date | None
    mayor_until_date: date | None
    pending: tuple[str, ...]
    """Codes of the bodies that have it before them."""
    bodies: tuple[str, ...]
    activities: int
    rounds: int
    recorded_change_date: date | None
    recorded_expiration_date: date | None
    changed_at: datetime
    seq: int
    """The last entry of its record."""

    @property
    def title(self) -> str:
        """What it is about."""
        return self.details.title


def read_number(city: City, text: str) -> str:
    """
    Return a number as files bear it, however a person wrote it.

    :raises NotANumber: if it cannot be one; the text says what a number looks like
    """
    numbering = Numbering(council_settings(city).numbers)
    return numbering.write(numbering.read(text))


def file(city: City, identifier: str, *, behind: bool = False) -> FileShown:
    """
    Return a file.

    :param behind: whether the reader may know the restricted ones as well
    :raises NoSuchFile: if there is none that the reader may know of
    """
    row = CouncilFile.objects.readable(city.id, behind=behind).filter(identifier=identifier).first()
    if row is None:
        raise NoSuchFile(f"There is no council file {identifier}.")
    return shown(row)


def has_demo_files(city: City) -> bool:
    """Return whether there are made-up files, as a demonstration has them."""
    return CouncilFile.objects.filter(city_id=city.id, origin="demo").exists()


def files(city: City, identifiers: Iterable[str], *, behind: bool = False) -> dict[str, FileShown]:
    """Return files by their numbers; those that the reader may not know of are left out."""
    rows = CouncilFile.objects.readable(city.id, behind=behind).filter(
        identifier__in=list(identifiers)
    )
    return {row.identifier: shown(row) for row in rows}


def kin(
    city: City, found: FileShown, numbers: Iterable[str]
) -> tuple[tuple[FileShown, ...], dict[str, FileShown]]:
    """Return the public files of a file's number, and those of other numbers; by one statement."""
    same = Q(prefix=found.number.prefix, year=found.number.year, serial=found.number.serial) & ~Q(
        pk=found.id
    )
    wanted = set(numbers)
    rows = CouncilFile.objects.readable(city.id).filter(same | Q(identifier__in=wanted))
    every = tuple(shown(row) for row in rows.order_by("supplement", "id"))
    own = (found.number.prefix, found.number.year, found.number.serial)
    of_same = tuple(
        each for each in every
        if (each.number.prefix, each.number.year, each.number.serial) == own
        and each.id != found.id
    )  # fmt: skip
    return of_same, {each.identifier: each for each in every if each.identifier in wanted}


def family(city: City, number: FileNumber, *, behind: bool = False) -> tuple[FileShown, ...]:
    """Return a file and its supplements, in the order of their numbers."""
    rows = CouncilFile.objects.readable(city.id, behind=behind).filter(
        prefix=number.prefix, year=number.year, serial=number.serial
    )
    return tuple(shown(row) for row in rows.order_by("supplement"))


def changed_lately(
    city: City, *, most: int, before: tuple[date, int] | None = None
) -> tuple[FileShown, ...]:
    """
    Return the public files in the order of their last change, the newest first.

    :param before: day and key of the last file of the page before
    """
    rows = CouncilFile.objects.readable(city.id).filter(last_change_date__isnull=False)
    if before is not None:
        day, key = before
        rows = rows.filter(last_change_date__lte=day).exclude(last_change_date=day, pk__gte=key)
    return tuple(shown(row) for row in rows.order_by("-last_change_date", "-id")[:most])


def shown(row: CouncilFile) -> FileShown:
    """Return a row as others see it."""
    return FileShown(
        id=row.pk,
        identifier=row.identifier,
        number=FileNumber(row.year, row.serial, row.supplement, row.prefix),
        details=details_of(row),
        state=row.state,
        origin=row.origin,
        restricted=row.restricted,
        last_change_date=row.last_change_date,
        expires_date=row.expires_date,
        final_date=row.final_date,
        next_date=row.next_date,
        reconsider_until_date=row.reconsider_until_date,
        mayor_until_date=row.mayor_until_date,
        pending=tuple(row.pending),
        bodies=tuple(row.bodies),
        activities=row.activities,
        rounds=row.rounds,
        recorded_change_date=row.recorded_change_date,
        recorded_expiration_date=row.recorded_expiration_date,
        changed_at=row.changed_at,
        seq=row.seq,
    )


def details_of(row: CouncilFile) -> Details:
    """Return what the row says that the file says of itself."""
    return msgspec.convert(
        {
            "title": row.title,
            "received_date": row.received_date,
            "initiated_by": row.initiated_by,
            "movers": row.movers,
            "seconders": row.seconders,
            "mover_comment": row.mover_comment,
            "districts": row.districts,
            "direct_to_council": row.direct_to_council,
            "subject": row.subject_text,
            "references": row.references,
            "reward": row.reward,
        },
        Details,
    )
