"""Who among staff saw whom contacts were with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from townline.contacts.models import Look


@dataclass(frozen=True, kw_only=True)
class LookShown:
    """That somebody saw whom a contact was with, and what for."""

    id: int
    contact: int
    by: str
    member: int
    what_for: str
    at: datetime


def looks(
    city_id: int, *, centres: Collection[str] | None, departments: Collection[str] = (),
    contact: int = 0, member: int = 0, before: int = 0, most: int,
) -> tuple[LookShown, ...]:  # fmt: skip
    """
    Return who saw whom contacts were with, the last first.

    :param centres: of contacts that one of these centres answers or answered last; None: of all,
        and of those that no centre answers
    :param departments: of contacts that belonged to one of these when they were seen, as well
    :param contact: of this one alone; 0: of all
    :param member: by this one alone; 0: by all
    :param before: the key of a look; those that were entered before it
    """
    rows = Look.objects.filter(city_id=city_id)
    if centres is not None:
        theirs = Q(contact__turn__centre__in=centres) | Q(department__in=departments)
        rows = rows.filter(theirs)
    rows = rows.filter(contact=contact) if contact else rows
    rows = rows.filter(member=member) if member else rows
    rows = rows.filter(pk__lt=before) if before else rows
    return tuple(
        LookShown(
            id=row.pk, contact=row.contact_id, by=row.by, member=row.member_id,
            what_for=row.what_for, at=row.at,
        )
        for row in rows.order_by("-pk")[:most]
    )  # fmt: skip
