"""The requests of one resident, for a door that knows who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.requests.models import ServiceRequest
from townline.requests.rules import photos


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """A request as its reporter calls it to mind."""

    number: str
    service: str
    status: str
    closed: bool
    publicity: str = "everything"
    department: str = ""


def of_contacts(
    city: City, contact_ids: Sequence[int], *, language: str, open_only: bool = False, most: int = 9
) -> tuple[Theirs, ...]:
    """Return the requests that came with some contacts, the newest first."""
    if not contact_ids:
        return ()
    found = ServiceRequest.objects.filter(city_id=city.id, contact_id__in=contact_ids)
    if open_only:
        found = found.filter(closed_at=None)
    return tuple(
        Theirs(
            number=row.number,
            service=_called(row, language),
            status=row.status,
            closed=row.closed_at is not None,
            publicity=row.publicity,
            department=row.department,
        )
        for row in found.order_by("-requested_at", "-id")[:most]
    )


def kept_file(name: str, *, thumb: bool) -> Path | None:
    """
    Return the file of a photo that lies in the home, and belongs to no request yet.

    Who may see it is for the door to know, which was told its name.
    """
    if not photos.is_name(name):
        return None
    path = Path(settings.MEDIA_ROOT) / photos.place(name, thumb=thumb)
    return path if path.exists() else None


def _called(row: ServiceRequest, language: str) -> str:
    offer = catalogue.offers(row.edition_id).get(row.service_code)
    return words_in(offer.words, language) if offer else row.service_code
