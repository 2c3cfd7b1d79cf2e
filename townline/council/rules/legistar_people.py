"""
People in the JSON of Legistar: its ``Persons`` and ``OfficeRecords``, and the mirror of New York.

Who somebody is and where they sat is read. Addresses, telephones and e-mail are not: nothing here
keeps them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from townline.council.rules.legistar_files import NO_DAY, NotLegistar

PERSON, OFFICE = "PersonFullName", "OfficeRecordFullName"
MIRROR = frozenset({"FullName", "OfficeRecords"})
SEAT = re.compile(r"\bdistrict (\d{1,3})\b", re.I)


@dataclass(frozen=True, kw_only=True)
class ImportedOffice:
    """That somebody sat in a body."""

    body: str
    """Its name, as written."""
    role: str
    """One of the roles that there are here."""
    seat: str = ""
    since: date | None = None
    until: date | None = None
    """The first day on which it was over; None where the source gives no end."""


@dataclass(frozen=True, kw_only=True)
class ImportedPerson:
    """Somebody of whom a source tells."""

    name: str
    offices: tuple[ImportedOffice, ...] = ()


def looks_like(data: object) -> bool:
    """Return whether JSON may be people of this kind, or where they sat."""
    row = data[0] if isinstance(data, list) and data else data
    return isinstance(row, Mapping) and (PERSON in row or OFFICE in row or row.keys() >= MIRROR)


def read(data: object) -> tuple[ImportedPerson, ...]:
    """
    Return what the JSON says, one value for each person.

    :raises NotLegistar: if a part of it is missing, or not of the kind that it should be
    """
    found: dict[str, ImportedPerson] = {}
    for row in data if isinstance(data, list) else [data]:
        if not isinstance(row, Mapping) or not looks_like(row):
            raise NotLegistar("a row tells neither of a person nor of where one sat")
        each = _person(row)
        known = found.get(each.name, ImportedPerson(name=each.name))
        offices = tuple(dict.fromkeys((*known.offices, *each.offices)))
        found[each.name] = replace(known, offices=offices)
    return tuple(found.values())


def _person(row: Mapping[str, Any]) -> ImportedPerson:
    if OFFICE in row:
        office = _office(row, "OfficeRecord", ("StartDate", "EndDate"))
        return ImportedPerson(name=_text(row, OFFICE), offices=(office,))
    if PERSON in row:
        return ImportedPerson(name=_text(row, PERSON))
    return ImportedPerson(name=_text(row, "FullName"), offices=tuple(_mirrored(row)))


def _mirrored(row: Mapping[str, Any]) -> Iterator[ImportedOffice]:
    offices = row["OfficeRecords"] or []
    if not isinstance(offices, list) or not all(isinstance(each, Mapping) for each in offices):
        raise NotLegistar("'OfficeRecords' is no list of objects")
    for each in offices:
        yield _office(each, "", ("Start", "End"))


def _office(row: Mapping[str, Any], prefix: str, days: tuple[str, str]) -> ImportedOffice:
    title = str(row.get(f"{prefix}Title") or "")
    kind = str(row.get(f"{prefix}MemberType") or "")
    seat = SEAT.search(title)
    since, last = (_day(row, f"{prefix}{name}") for name in days)
    if since and last and last < since:
        raise NotLegistar(f"an office ends on {last}, before it begins on {since}")
    return ImportedOffice(
        body=_text(row, f"{prefix}BodyName"),
        role=role_of(f"{title} {kind}"),
        seat=seat[1] if seat else "",
        since=since,
        until=last + timedelta(days=1) if last else None,
    )


def role_of(words: str) -> str:
    """Return what a title and a kind of member come to here; most are plain members."""
    said = words.lower()
    if "vice" in said and "chair" in said:
        return "vice_chair"
    if "chair" in said:
        return "chair"
    return "president" if re.search(r"\bpresident\b", said) and "pro tem" not in said else "member"


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise NotLegistar(f"{key!r} is missing, or no text")
    return " ".join(value.split())


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    if value is None or str(value).startswith(NO_DAY):
        return None
    try:
        found = date.fromisoformat(str(value)[:10])
    except ValueError:
        raise NotLegistar(f"{key!r}: {str(value)[:40]!r} is no day") from None
    return None if found == date.max else found
