"""Centres and queues of an edition."""

import msgspec

from townline.cities.freshness import Fresh
from townline.contacts.models import CentreRow
from townline.contacts.rules.centres import ContactCentre
from townline.contacts.rules.queueing import Medium, Queue

_kept: Fresh[int, ContactCentre] = Fresh(float("inf"))


def contact_centre(edition_id: int) -> ContactCentre:
    """Return how contacts are answered by an edition; without a centre where it says nothing."""
    kept = _kept.read(edition_id)
    if kept is None:
        row = CentreRow.objects.filter(edition=edition_id).first()
        found = msgspec.convert(row.data, ContactCentre) if row else ContactCentre()
        kept = _kept.keep(edition_id, found)
    return kept


def written_queue(edition_id: int, *, letters: bool = False) -> Queue | None:
    """
    Return where chats wait: the first queue for what is written; None where the city has none.

    :param letters: letters and texts are meant, which wait as long as it takes: the first without a
        limit
    """
    known = contact_centre(edition_id)
    lines = (line for centre in known.centres for line in centre.queues)
    fit = (each for each in lines if each.medium is Medium.TEXT)
    found = next((each for each in fit if not letters or not each.limit_s), None)
    return known.queues[found.code] if found else None


def forget_centres() -> None:
    """Drop what is kept of centres; for the actions of this room."""
    _kept.forget()
