"""Who got in touch, how to reach them, and who is written to no more."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models.functions import Lower

from townline.contacts.models import LAST_DIGITS, Contact, Details, Silence
from townline.contacts.rules import reach


@dataclass(frozen=True)
class Reach:
    """How to reach the resident of one contact: for permitted staff alone."""

    name: str
    email: str
    phone: str
    language: str
    told_by: str
    """``email``, ``sms`` or ``none``."""
    city_id: int = 0


def texts_leave() -> bool:
    """
    Return whether text messages can be offered: a provider is set, or a demonstration keeps them.
    """
    sms = getattr(settings, "SMS", {})
    return bool(settings.DEMO or (sms.get("url") and sms.get("from")))


def reach_of(contact_id: int) -> Reach | None:
    """Return how to reach the resident; None where they left nothing."""
    found = Details.objects.select_related("contact").filter(pk=contact_id).first()
    if found is None:
        return None
    name = f"{found.first_name} {found.last_name}".strip()
    return Reach(
        name, found.email, found.phone, found.contact.language, found.told_by, found.contact.city_id
    )


def is_theirs(known: Reach, *, email: str = "", phone: str = "") -> bool:
    """Return whether one of the addresses is one that the resident left, however it is written."""
    pairs = (("email", email, known.email), ("sms", phone, known.phone))
    return any(
        plain == reach.address(medium, left)
        for medium, written, left in pairs
        if (plain := reach.address(medium, written))
    )


def count_of(city_id: int, channel: str) -> int:
    """Return how many contacts came in on a channel."""
    return Contact.objects.filter(city_id=city_id, channel=channel).count()


def digest_of(medium: str, written: str) -> bytes | None:
    """
    Return what an address is known by where it must not be kept itself; None where it is none.

    It is keyed by the installation, so that whoever has the table cannot try addresses on it.
    """
    address = reach.address(medium, written)
    if not address:
        return None
    key = hashlib.sha256(b"townline.contacts.silence" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, f"{medium}:{address}".encode(), "sha256")


type Place = tuple[int, str, str]
"""The key of a city, a medium and an address as it was written."""


def silences_of(asked: Iterable[Place]) -> dict[Place, str]:
    """Return why each of the addresses must not be written to, where there is a reason."""
    digests = {place: digest_of(*place[1:]) for place in asked}
    known = {
        (city, bytes(digest)): reason
        for city, digest, reason in Silence.objects.filter(
            digest__in=[d for d in digests.values() if d]
        ).values_list("city_id", "digest", "reason")
    }
    return {
        place: known[place[0], digest]
        for place, digest in digests.items()
        if digest and (place[0], digest) in known
    }


def one_each(contact_ids: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """
    Return contacts by person, in the order given: those told at one address by one medium.

    Without those who are told by none.
    """
    given = list(contact_ids)
    rows = Details.objects.in_bulk(given)
    people: dict[tuple[str, str], list[int]] = {}
    for key in dict.fromkeys(given):
        row = rows.get(key)
        if row is None or row.told_by == "none":
            continue
        written = row.phone if row.told_by == "sms" else row.email
        # What is no address by our rule may be one for a courier: then it is one by itself.
        people.setdefault((row.told_by, reach.address(row.told_by, written) or written), []).append(
            key
        )
    return tuple(tuple(each) for each in people.values())


def same_address(*, city_id: int, medium: str, address: str) -> list[int]:
    """
    Return the keys of the contacts that left this address, the newest first, a thousand at most.

    For those who have proved that it is theirs, and to find out that somebody is told already.
    """
    plain = reach.address(medium, address)
    if not plain:
        return []
    there = Details.objects.filter(contact__city_id=city_id)
    if medium == "email":
        there = there.annotate(plain=Lower("email")).filter(plain=plain).exclude(email="")
        return list(there.order_by("-contact_id").values_list("contact_id", flat=True)[:1000])
    rows = (
        there.annotate(last=LAST_DIGITS)
        .filter(last=plain[-10:].removeprefix("+"))
        .exclude(phone="")
        .order_by("-contact_id")
        .values_list("contact_id", "phone")[:1000]
    )
    return [key for key, written in rows if reach.address(medium, written) == plain]
