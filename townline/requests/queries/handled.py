"""Which requests a contact was about."""

from dataclasses import dataclass
from datetime import datetime

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.record.verbs import Actor
from townline.requests.models import Handled


@dataclass(frozen=True, kw_only=True)
class HandledShown:
    """A request that was filed, read or changed during a contact."""

    number: str
    service: str
    status: str
    how: str
    at: datetime
    by: str


def handled_in(city: City, contact: int, by: Actor, *, language: str) -> tuple[HandledShown, ...]:
    """Return what was done to requests during a contact, in order; without what may not be seen."""
    rows = Handled.objects.filter(contact_id=contact, request__city_id=city.id)
    found = rows.select_related("request").order_by("at", "id")
    return tuple(_shown(row, language) for row in found if _may_see(row, by))


def _may_see(row: Handled, by: Actor) -> bool:
    return row.request.publicity != "nothing" or by.works_for(row.request.department)


def _shown(row: Handled, language: str) -> HandledShown:
    offer = catalogue.offers(row.request.edition_id).get(row.request.service_code)
    return HandledShown(
        number=row.request.number,
        service=words_in(offer.words, language) if offer else row.request.service_code,
        status=row.request.status, how=row.how, at=row.at, by=row.by,
    )  # fmt: skip
