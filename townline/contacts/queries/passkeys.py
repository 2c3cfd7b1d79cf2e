"""Which devices may sign in for an address by a passkey."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from townline.contacts.models import Passkey
from townline.contacts.rules import reach

MOST_PASSKEYS = 10
"""How many devices may sign in for one address."""


@dataclass(frozen=True)
class PasskeyShown:
    """One passkey, as its owner sees it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None
    public_key: bytes


@dataclass(frozen=True)
class PasskeyHeld:
    """What is needed to check whether a device holds a passkey."""

    id: int
    owner: bytes
    public_key: bytes
    sign_count: int


def owner_of(*, city_id: int, medium: str, address: str) -> bytes:
    """
    Return what a passkey knows the owner of an address by: of use to nobody without our key.

    :raises ValueError: if it is no address
    """
    plain = reach.address(medium, address)
    if not plain:
        raise ValueError(f"this is no address for {medium}")
    key = hashlib.sha256(b"townline.contacts.passkey" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, f"{city_id}:{medium}:{plain}".encode(), "sha256")


def passkeys_of(owner: bytes) -> tuple[PasskeyShown, ...]:
    """Return the passkeys of an owner, the oldest first."""
    return tuple(
        PasskeyShown(p.pk, p.name, p.made_at, p.used_at, bytes(p.public_key))
        for p in Passkey.objects.filter(owner=owner).order_by("pk")
    )


def passkey_of_device(city_id: int, credential_id: bytes) -> PasskeyHeld | None:
    """Return the passkey that a device names, where this city knows it."""
    found = Passkey.objects.filter(credential_id=credential_id, contact__city_id=city_id).first()
    if found is None:
        return None
    return PasskeyHeld(found.pk, bytes(found.owner), bytes(found.public_key), found.sign_count)
