"""What was said in writing during contacts, and how long residents waited for an answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Max

from townline.contacts.models import Leg, SaidRow, SaidText
from townline.contacts.rules.saying import Response, SaidLink, Side, responses

LETTER = "letter:"
"""What the names of letters begin with; a page of ours names nothing so."""
MOST = 500
"""How much is read at once; who wants more asks from behind the last."""


class NoSuchContact(LookupError):
    """The city has no such contact."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something that was said."""

    id: int
    side: Side
    text: str
    """Empty once its resident was forgotten."""
    at: datetime
    links: tuple[SaidLink, ...]
    by: str
    """How the record names who said it; for staff alone."""
    letter: int | None = None
    """The key of the letter that it came as."""


def said(city_id: int, contact: int, *, after: int = 0, most: int = MOST) -> tuple[Said, ...]:
    """Return what was said during a contact in its order, from behind the one of key ``after``."""
    rows = SaidRow.objects.filter(city_id=city_id, contact_id=contact, id__gt=after)
    found = list(rows.order_by("id")[:most])
    texts = dict(
        SaidText.objects.filter(said_id__in=[row.pk for row in found]).values_list("pk", "text")
    )
    return tuple(
        Said(
            id=row.pk, side=Side(row.side), text=texts.get(row.pk, ""), at=row.at,
            links=tuple(msgspec.convert(row.links, list[SaidLink])), by=row.by_label,
            letter=_letter(row.name),
        )
        for row in found
    )  # fmt: skip


def letter_key(letter: int) -> str:
    """Return the name under which a letter is said: so it is said once."""
    return f"{LETTER}{letter}"


def letters_of(city_id: int, contact: int) -> tuple[int, ...]:
    """Return the keys of the letters that were said in a contact, in their order."""
    rows = SaidRow.objects.filter(city_id=city_id, contact_id=contact, name__startswith=LETTER)
    names = rows.order_by("id").values_list("name", flat=True)
    return tuple(key for name in names if (key := _letter(name)) is not None)


def _letter(name: str) -> int | None:
    key = name.removeprefix(LETTER)
    return int(key) if key != name and key.isdecimal() else None


def last_said(city_id: int, contacts: Sequence[int], *, side: Side) -> Mapping[int, int]:
    """Return the key of the last that a side said, by contact; those are missing that have none."""
    rows = SaidRow.objects.filter(city_id=city_id, contact_id__in=contacts, side=str(side))
    last = rows.values("contact_id").annotate(last=Max("id"))
    return dict(last.values_list("contact_id", "last"))


def unanswered(city_id: int, contacts: Sequence[int]) -> Mapping[int, int]:
    """Return how much residents said since an agent wrote last, by contact; 0 is left out."""
    last = last_said(city_id, contacts, side=Side.AGENT)
    rows = SaidRow.objects.filter(
        city_id=city_id, contact_id__in=contacts, side=str(Side.RESIDENT)
    ).values_list("contact_id", "id")
    return Counter(contact for contact, key in rows if key > last.get(contact, 0))


def response_times(city_id: int, contact: int) -> tuple[Response, ...]:
    """
    Return when the resident of a contact waited for an agent's words, as raw moments.

    The first is the first response, the others the next ones; see ``rules.saying.responses``.
    """
    queued = Leg.objects.filter(turn__city_id=city_id, turn_id=contact, kind="queue")
    began = queued.order_by("position").values_list("started_at", flat=True).first()
    rows = SaidRow.objects.filter(city_id=city_id, contact_id=contact).order_by("id")
    lines = (
        (Side(side), at) for side, at in rows.values_list("side", "at") if began and at >= began
    )
    return responses(lines, queued_at=began)
