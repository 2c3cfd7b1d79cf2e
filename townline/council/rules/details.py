"""What a file says of itself, beside its number and its history."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from townline.council.rules.imported import ImportedFile, Reference

LONGEST_TITLE = 2_000
"""Characters of a title."""


class BadDetails(ValueError):
    """Something that a file should say of itself cannot be; ``part`` names it."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part = part


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a file says of itself. Names stand as they are written."""

    title: str
    received_date: date | None = None
    initiated_by: tuple[str, ...] = ()
    movers: tuple[str, ...] = ()
    seconders: tuple[str, ...] = ()
    mover_comment: str = ""
    districts: tuple[str, ...] = ()
    direct_to_council: bool | None = None
    subject: str = ""
    references: tuple[Reference, ...] = ()
    reward: Mapping[str, str] = field(default_factory=dict)


def check(details: Details, *, today: date) -> None:
    """
    Refuse what a clerk cannot mean.

    :raises BadDetails: naming the first part that is wrong
    """
    if not details.title.strip():
        raise BadDetails("title", "A file needs a title.")
    if len(details.title) > LONGEST_TITLE:
        raise BadDetails("title", f"A title has {LONGEST_TITLE} characters at most.")
    if details.received_date and details.received_date > today:
        raise BadDetails("received_date", f"{details.received_date} is yet to come.")
    if details.seconders and not details.movers:
        raise BadDetails("movers", "What is seconded has been moved by somebody.")
    for member in details.seconders:
        if member in details.movers:
            raise BadDetails("seconders", f"{member} cannot second their own motion.")


def of_import(found: ImportedFile) -> Details:
    """Return what a source says that the file says of itself."""
    return Details(
        title=re.sub(r"\s+", " ", found.title).strip(),
        received_date=found.received,
        initiated_by=found.initiated_by,
        movers=found.movers,
        seconders=found.seconders,
        mover_comment=found.mover_comment,
        districts=found.districts,
        direct_to_council=found.direct_to_council,
        subject=found.subject,
        references=found.references,
    )


def plain(details: Details) -> dict[str, Any]:
    """Return what a file says of itself as the record keeps it."""
    found: dict[str, Any] = msgspec.to_builtins(details)
    return found
