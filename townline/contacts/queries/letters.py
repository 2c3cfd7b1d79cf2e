"""Letters and texts that came in and are about no request yet: sorted by a person."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townline.cities.rules.city import City
from townline.contacts.models import Letter, SaidRow, Turn
from townline.contacts.queries.centres import written_queue
from townline.contacts.queries.messages import letter_key

MOST = 25


@dataclass(frozen=True, kw_only=True)
class LetterShown:
    """Something that somebody wrote, for permitted staff alone."""

    id: int
    contact_id: int
    medium: str
    """``email`` or ``sms``."""
    sender: str
    """The name and address that it came from; empty once these were forgotten."""
    language: str
    subject: str
    text: str
    photos: tuple[dict[str, Any], ...]
    """Name, width and height of each photo that came with it."""
    received_at: datetime
    sorted_as: str
    """What became of it; empty while it waits."""
    reason: str
    number: str
    """The request that it was put to, that was made of it, or that it says it is about."""
    offered: tuple[str, ...]
    """The requests that its sender was asked to choose from."""


def unsorted(city_id: int, *, after: int = 0, most: int = MOST) -> tuple[LetterShown, ...]:
    """Return the letters that wait to be sorted, the oldest first, from behind ``after``."""
    waiting = Letter.objects.filter(city_id=city_id, sorted_at=None, pk__gt=after)
    found = waiting.select_related("contact__details").order_by("pk")[:most]
    return tuple(map(_shown, found))


def unsorted_count(city_id: int) -> int:
    """Return how many letters wait to be sorted."""
    return Letter.objects.filter(city_id=city_id, sorted_at=None).count()


def letter(city_id: int, letter_id: int) -> LetterShown | None:
    """Return one letter; None where the city has none of that key."""
    found = (
        Letter.objects.select_related("contact__details")
        .filter(city_id=city_id, pk=letter_id)
        .first()
    )
    return _shown(found) if found else None


def left_lying(city: City, name: str) -> int | None:
    """
    Return a letter that came before and got no further, since something failed after it was kept.

    It is neither sorted nor waits for an agent, though the city has a queue for letters.

    :param name: as the program that sent it calls it
    """
    if written_queue(city.edition_id, letters=True) is None:
        return None
    digest = hashlib.sha256(name.encode()).digest()
    row = Letter.objects.filter(city_id=city.id, digest=digest, sorted_at=None).first()
    if row is None or Turn.objects.filter(pk=row.contact_id).exists():
        return None
    said = SaidRow.objects.filter(city_id=city.id, name=letter_key(row.pk))
    return None if said.exists() else row.pk


def _shown(found: Letter) -> LetterShown:
    details = getattr(found.contact, "details", None)
    sender = ""
    if details is not None:
        address = details.phone if found.medium == "sms" else details.email
        sender = " ".join(filter(None, (details.first_name, details.last_name, address)))
    return LetterShown(
        id=found.pk,
        contact_id=found.contact_id,
        medium=found.medium,
        sender=sender,
        language=found.contact.language,
        subject=found.subject,
        text=found.text,
        photos=tuple(found.photos),
        received_at=found.received_at,
        sorted_as=found.sorted_as,
        reason=found.reason,
        number=found.number,
        offered=tuple(found.offered),
    )


def waiting_text(
    city_id: int, contact_ids: Sequence[int], *, since: datetime
) -> LetterShown | None:
    """Return the last text of these contacts whose sender was asked which request is meant."""
    found = (
        Letter.objects.select_related("contact__details")
        .filter(city_id=city_id, contact_id__in=contact_ids, sorted_at=None, received_at__gte=since)
        .exclude(offered=[])
        .order_by("-pk")
        .first()
    )
    return _shown(found) if found else None
