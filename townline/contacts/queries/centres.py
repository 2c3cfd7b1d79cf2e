"""Centres and queues of an edition."""

import msgspec

from townline.cities.freshness import Fresh
from townline.contacts.models import CentreRow
from townline.contacts.rules.centres import ContactCentre

_kept: Fresh[int, ContactCentre] = Fresh(float("inf"))


def contact_centre(edition_id: int) -> ContactCentre:
    """Return how contacts are answered by an edition; without a centre where it says nothing."""
    kept = _kept.read(edition_id)
    if kept is None:
        row = CentreRow.objects.filter(edition=edition_id).first()
        found = msgspec.convert(row.data, ContactCentre) if row else ContactCentre()
        kept = _kept.keep(edition_id, found)
    return kept


def forget_centres() -> None:
    """Drop what is kept of centres; for the actions of this room."""
    _kept.forget()
