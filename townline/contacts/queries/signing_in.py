"""Who signs in, or has, by an address of their own."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from townline.contacts.models import SignIn
from townline.contacts.rules import reach

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
