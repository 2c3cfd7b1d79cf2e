"""Where somebody was mentioned, and who may be mentioned at a request."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.record.verbs import Actor
from townline.requests.models import Mention, RequestEntry
from townline.requests.queries.one import may_see
from townline.requests.queries.shape import RequestShown
from townline.staff import queries as staff
from townline.staff.queries import NamedMember

COUNTED = 100
"""Up to how many unread mentions are counted."""


@dataclass(frozen=True, kw_only=True)
class MentionShown:
    """One mention, as the mentioned one reads it."""

    id: int
    number: str
    service_name: str
    address: str
    note: str
    by: str
    at: datetime
    unread: bool


def unread_mentions(by: Actor) -> int:
    """Return how many mentions the actor has not seen, up to one above ``COUNTED``."""
    if by.member_id is None:
        return 0
    fresh = Mention.objects.filter(member_id=by.member_id, read_at=None)
    return fresh[: COUNTED + 1].count()


def mentions(
    city: City, by: Actor, *, language: str, before: int | None = None, most: int
) -> list[MentionShown]:
    """
    Return where the actor was mentioned, the newest first; in two statements.

    :param before: the key of the last one on the page before
    """
    if by.member_id is None:
        return []
    rows = Mention.objects.filter(member_id=by.member_id, request__city_id=city.id)
    if "*" not in by.departments:  # what has become confidential elsewhere is no longer theirs
        theirs = Q(request__department__in=sorted(by.departments))
        rows = rows.filter(~Q(request__publicity="nothing") | theirs)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = list(rows.select_related("request").order_by("-pk")[:most])
    notes = _notes(page)
    return [
        MentionShown(
            id=row.pk,
            number=row.request.number,
            service_name=_service(row, language),
            address=row.request.address,
            note=notes.get((row.request_id, row.entry), ""),
            by=row.by,
            at=row.at,
            unread=row.read_at is None,
        )
        for row in page
    ]


def _notes(page: list[Mention]) -> dict[tuple[int, int], str]:
    found = RequestEntry.objects.filter(
        subject__in={row.request_id for row in page}, seq__in={row.entry for row in page}
    )
    return {
        (subject, seq): note
        for subject, seq, note in found.values_list("subject_id", "seq", "note")
    }


def _service(row: Mention, language: str) -> str:
    offer = catalogue.offers(row.request.edition_id).get(row.request.service_code)
    return words_in(offer.words, language) if offer else row.request.service_code


def mentionable(city: City, found: RequestShown) -> tuple[NamedMember, ...]:
    """Return who may be mentioned at a request: whoever may see it; in one statement."""
    return tuple(
        one
        for one in staff.named_members(city)
        if may_see(one.actor, found.publicity, found.department)
    )
