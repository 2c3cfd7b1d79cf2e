"""The council's files as other systems are given them: by pages, under conditions, never behind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Func, Q, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from townline.cities.rules.city import City
from townline.council.models import BodyNameRow, CouncilFile, DocumentRow, Wording
from townline.council.queries.describing import council_settings
from townline.council.queries.exchange.conditional import as_q
from townline.council.queries.exchange.enacted import last_ordinance
from townline.council.queries.files import FileShown, shown
from townline.council.rules.conditions import Condition
from townline.council.rules.vocabulary import ActionType

DISTRICT = re.compile(r"[1-9]\d{0,3}", re.ASCII)
MOST = 1000
"""Rows of one page."""
COLUMNS = frozenset({
    "id", "identifier", "title", "received_date", "next_date", "final_date", "expires_date",
    "last_change_date", "changed_at", "mover_comment", "state", "supplement", "restricted",
    "control", "is_supplement", "enactment_date", "enactment_number",
})  # fmt: skip
"""What may be asked about a file. ``control`` is the body that has it in hand."""
ORDERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "changed_at": ("changed_at", "id"),
    "received_date": ("received_date", "id"),
    "final_date": ("final_date", "id"),
    "expires_date": ("expires_date", "id"),
    "next_date": ("next_date", "id"),
    "number": ("prefix", "year", "serial", "supplement"),
}
"""What files may be sorted by; an index for each."""


@dataclass(frozen=True, kw_only=True)
class BodyTold:
    """A body with the number that other systems know it by."""

    id: int
    code: str
    name: str
    kind: str
    active: bool
    """Whether the city's folder names it today."""
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class DocumentTold:
    """A paper of a file."""

    id: int
    file_id: int
    title: str
    name: str
    kind: str
    kept: bool
    """Whether we have its bytes."""
    received_at: datetime
    seq: int


def files_told(
    city: City,
    *,
    where: Condition,
    order: str = "id",
    falling: bool = False,
    top: int = MOST,
    skip: int = 0,
) -> tuple[FileShown, ...]:
    """
    Return a page of the files that everyone may read.

    :raises KeyError: for a column or an order that files do not have; doors allow none such
    """
    council = council_settings(city).council
    rows = CouncilFile.objects.readable(city.id).alias(
        control=Coalesce("pending__0", Value(council), output_field=TextField()),
        is_supplement=ExpressionWrapper(Q(supplement__gt=0), output_field=BooleanField()),
        enactment_date=last_ordinance("adopted_date"),
        enactment_number=NullIf(
            last_ordinance("number"), Value("", output_field=TextField()), output_field=TextField()
        ),
    )
    sign = "-" if falling else ""
    rows = rows.filter(as_q(where, COLUMNS)).order_by(*(f"{sign}{name}" for name in ORDERS[order]))
    return tuple(shown(row) for row in rows[skip : skip + min(top, MOST)])


def file_told(city: City, key: int) -> FileShown | None:
    """Return a file by its number in other systems, if everyone may read it."""
    row = CouncilFile.objects.readable(city.id).filter(pk=key).first()
    return None if row is None else shown(row)


def relatives(city: City, file: FileShown) -> tuple[FileShown, ...]:
    """Return the other files of a family: those that it supplements or that supplement it."""
    rows = CouncilFile.objects.readable(city.id).filter(
        prefix=file.number.prefix, year=file.number.year, serial=file.number.serial
    )
    return tuple(shown(row) for row in rows.exclude(pk=file.id).order_by("supplement"))


def bodies_told(city: City) -> tuple[BodyTold, ...]:
    """Return all bodies by their present names, in the order of their numbers."""
    rows = BodyNameRow.objects.filter(city_id=city.id, position=0).select_related("body")
    return tuple(
        BodyTold(
            id=row.body_id,
            code=row.body.code,
            name=row.text,
            kind=row.body.kind,
            active=row.body.described,
            updated_at=row.body.updated_at,
        )
        for row in rows.order_by("body_id")
    )


def type_numbers(city: City) -> dict[str, int]:
    """Return a number for each type of activity that there ever was, the same for ever."""
    rows = Wording.objects.filter(city_id=city.id).order_by("-pk").values_list("code", "pk")
    return dict(rows)  # the oldest wording of each type comes last, and stays


def label_of(type_: ActionType, city: City) -> str:
    """Return what lists call a type of activity, in the city's first language."""
    return type_.label.get(city.languages[0]) or next(iter(type_.label.values()), type_.code)


def years_told(city: City) -> tuple[int, ...]:
    """Return the years in the numbers of files."""
    rows = CouncilFile.objects.readable(city.id).values_list("year", flat=True)
    return tuple(rows.order_by("year").distinct())


def districts_told(city: City) -> tuple[int, ...]:
    """Return the numbers of the districts that files are about."""
    rows = CouncilFile.objects.readable(city.id).exclude(districts=[])
    found = rows.annotate(
        district=Func("districts", function="unnest", output_field=TextField())
    ).values_list("district", flat=True)
    return tuple(
        sorted({int(each) for each in found.distinct() if each.isascii() and each.isdecimal()})
    )


def documents_told(file_ids: Sequence[int]) -> dict[int, tuple[DocumentTold, ...]]:
    """Return the papers of files, those withheld left out, in the order in which they came."""
    rows = DocumentRow.objects.filter(file_id__in=file_ids, withheld=False, file__restricted=False)
    found: dict[int, list[DocumentTold]] = {key: [] for key in file_ids}
    for row in rows.order_by("file_id", "seq"):
        told = DocumentTold(
            id=row.pk,
            file_id=row.file_id,
            title=row.title,
            name=row.name,
            kind=row.kind,
            kept=bool(row.digest),
            received_at=row.received_at,
            seq=row.seq,
        )
        found[row.file_id].append(told)
    return {key: tuple(each) for key, each in found.items()}
