"""What goes to other Open311 servers by itself, and how that stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City, words_in
from townline.requests.models import Forwarding
from townline.staff import queries as staff

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Forwarded:
    """One request at one other server, as staff see it."""

    number: str
    partner: str
    partner_name: str
    sent_at: datetime | None
    given_up_at: datetime | None
    fault: str
    """Why it has not arrived yet; empty where nothing went wrong."""
    their_number: str
    their_status: str
    their_words: str


def forwarded(city: City, number: str, *, language: str) -> tuple[Forwarded, ...]:
    """Return where a request was forwarded to, the newest first."""
    rows = Forwarding.objects.filter(city_id=city.id, request__number=number)
    return tuple(_shown(city, row, language) for row in rows.select_related("request"))


def not_forwarded(
    city: City, departments: Collection[str], *, language: str
) -> tuple[Forwarded, ...]:
    """
    Return what could not be forwarded and waits for a person, the oldest first; fifty at most.

    :param departments: whose requests; ``*`` stands for all
    """
    rows = Forwarding.objects.filter(city_id=city.id, given_up_at__isnull=False, over_at=None)
    if "*" not in departments:
        rows = rows.filter(request__department__in=list(departments))
    found = rows.select_related("request").order_by("pk")[:MOST]
    return tuple(_shown(city, row, language) for row in found)


def _shown(city: City, row: Forwarding, language: str) -> Forwarded:
    partner = staff.partners(city.edition_id).get(row.partner)
    return Forwarded(
        number=row.request.number,
        partner=row.partner,
        partner_name=words_in(partner.words, language) if partner else row.partner,
        sent_at=row.sent_at,
        given_up_at=row.given_up_at,
        fault=row.fault,
        their_number=row.their_number,
        their_status=row.their_status,
        their_words=row.their_words,
    )
