"""Questions about contacts, for those who may ask."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models.functions import Lower

from townline.contacts.models import LAST_DIGITS, Contact, Details, Notice, SignIn, Silence
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


def reach_of(contact_id: int) -> Reach | None:
    """Return how to reach the resident; None where they left nothing."""
    found = Details.objects.select_related("contact").filter(pk=contact_id).first()
    if found is None:
        return None
    name = f"{found.first_name} {found.last_name}".strip()
    return Reach(name, found.email, found.phone, found.contact.language, found.told_by)


@dataclass(frozen=True)
class Owing:
    """How much is still owed to residents, for ``readyz`` and the audit."""

    waiting: int
    given_up: int
    oldest_at: datetime | None


def owing() -> Owing:
    """Return the notices that wait and those that were given up."""
    waiting = Notice.objects.filter(sent_at=None, given_up_at=None)
    oldest = waiting.order_by("owed_at").values_list("owed_at", flat=True).first()
    given_up = Notice.objects.filter(given_up_at__isnull=False).count()
    return Owing(waiting.count(), given_up, oldest)


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


CODE_LASTS = timedelta(minutes=15)
"""How long a code to sign in with, and its link, can be used."""
SIGN_IN_LASTS = timedelta(hours=12)
"""How long somebody stays signed in."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who signs in, or has: by an address that is shown masked."""

    city_id: int
    medium: str
    address: str
    tries: int

    @property
    def masked(self) -> str:
        """Return the address as it may stand on a page."""
        return reach.masked(self.medium, self.address)


def digest_of_code(key: int, code: str) -> bytes:
    """Return what the code of a sign-in is kept as: of use to nobody without our key."""
    return hmac.digest(_sign_in_key(), f"code:{key}:{code}".encode(), "sha256")


def sign_in_token(key: int) -> str:
    """Return what the link of a sign-in holds; made from the installation's key, kept nowhere."""
    mac = hmac.digest(_sign_in_key(), f"link:{key}".encode(), "sha256")
    return f"{key}-{base64.urlsafe_b64encode(mac[:16]).rstrip(b'=').decode()}"


def sign_in_of(token: str) -> int | None:
    """Return the key of the sign-in that a link's token names; None where it is not ours."""
    plain = token.partition("-")[0]
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 19):
        return None
    right = hmac.compare_digest(sign_in_token(int(plain)).encode(), token.encode())
    return int(plain) if right else None


def _sign_in_key() -> bytes:
    return hashlib.sha256(b"townline.contacts.sign_in" + settings.SECRET_KEY.encode()).digest()


def signing_in(city_id: int, key: int, *, at: datetime) -> SignedIn | None:
    """Return who waits for a code that can still be used."""
    return _sign_in(city_id, key, opened_at=None, made_at__gt=at - CODE_LASTS)


def signed_in(city_id: int, key: int, *, at: datetime) -> SignedIn | None:
    """Return who has signed in, and not out, in the last hours."""
    return _sign_in(city_id, key, opened_at__gt=at - SIGN_IN_LASTS)


def _sign_in(city_id: int, key: int, **standing: datetime | None) -> SignedIn | None:
    found = (
        SignIn.objects.select_related("contact__details")
        .filter(pk=key, contact__city_id=city_id, contact__details__isnull=False, **standing)
        .first()
    )
    if found is None:
        return None
    details = found.contact.details
    address = details.phone if details.told_by == "sms" else details.email
    return SignedIn(city_id, details.told_by, address, found.tries)
