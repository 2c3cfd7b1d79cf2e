"""What a clerk has begun to enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from townline.cities.rules.city import City
from townline.council.models import DraftRow
from townline.record.verbs import Actor

type Said = Mapping[str, Sequence[str]]
"""What stands in the fields of a form, by their names."""


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """A draft as its form and lists show it."""

    identifier: str
    title: str
    purpose: str
    said: Said
    steps: int
    """How often it can be undone until nothing is left of it."""
    updated_at: datetime


def draft(city: City, identifier: str, purpose: str, by: Actor) -> DraftShown | None:
    """Return the actor's own draft, or None where there is none."""
    row = rows_of(city, by).filter(file__identifier=identifier, purpose=purpose).first()
    return _shown(row) if row else None


def drafts(city: City, by: Actor, *, most: int) -> tuple[DraftShown, ...]:
    """Return the actor's own drafts, the newest first."""
    return tuple(_shown(row) for row in rows_of(city, by).order_by("-updated_at", "-id")[:most])


def rows_of(city: City, by: Actor) -> QuerySet[DraftRow]:
    """Return the rows of an actor's drafts; for the actions of this room."""
    rows = DraftRow.objects.filter(member_id=by.member_id or 0, file__city_id=city.id)
    return rows.select_related("file")


def _shown(row: DraftRow) -> DraftShown:
    return DraftShown(
        identifier=row.file.identifier,
        title=row.file.title,
        purpose=row.purpose,
        said=row.said,
        steps=len(row.before) + 1,
        updated_at=row.updated_at,
    )
