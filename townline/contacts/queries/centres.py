"""Centres and queues of an edition."""

from collections.abc import Collection

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


NOBODYS = "-"
"""The department of a centre that the edition does not have: only who works for all leads it."""


def department_of(edition_id: int, centre: str) -> str:
    """Return the department that a centre belongs to; ``NOBODYS`` where the edition has none."""
    known = contact_centre(edition_id).centres
    return next((each.department for each in known if each.code == centre), NOBODYS)


def centre_of_queue(edition_id: int, queue: str) -> str:
    """Return the centre of a queue; empty where the edition has no such queue."""
    found = contact_centre(edition_id).line(queue)
    return found[0].code if found else ""


def queues_of(edition_id: int, centres: Collection[str]) -> frozenset[str]:
    """Return the queues of some centres."""
    known = (each for each in contact_centre(edition_id).centres if each.code in centres)
    return frozenset(line.code for centre in known for line in centre.queues)


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
