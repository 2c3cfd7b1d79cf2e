"""Passkeys: devices that sign in for an address, once somebody has proved that it is theirs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from townline.contacts.actions.hearing import hear
from townline.contacts.actions.reaching import forget
from townline.contacts.actions.signing_in import open_proved
from townline.contacts.models import Passkey
from townline.contacts.queries.passkeys import MOST_PASSKEYS, owner_of
from townline.contacts.rules import reach
from townline.record.verbs import Actor


class TooManyPasskeys(Exception):
    """An address has as many passkeys as it may have."""


class KnownAlready(Exception):
    """The device has a passkey here already."""


@dataclass(frozen=True)
class NewPasskey:
    """What a device made, once it was checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str = ""


@transaction.atomic
def add_passkey(
    *,
    city_id: int,
    medium: str,
    address: str,
    language: str,
    made: NewPasskey,
    by: Actor,
    at: datetime,
) -> int:
    """
    Let a device sign in for an address from now on, and return the key of its passkey.

    The caller has made sure that the address is theirs.

    :raises TooManyPasskeys: if the address has ``MOST_PASSKEYS``
    :raises KnownAlready: if the device's key is here already
    """
    owner = owner_of(city_id=city_id, medium=medium, address=address)
    if Passkey.objects.filter(owner=owner).count() >= MOST_PASSKEYS:
        raise TooManyPasskeys
    if Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise KnownAlready
    contact_id = hear(
        city_id=city_id, channel="web", language=language, purpose="inquiry",
        details={"phone" if medium == "sms" else "email": address, "told_by": medium},
        by=by, at=at,
    )  # fmt: skip
    return Passkey.objects.create(
        contact_id=contact_id,
        owner=owner,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=made.name,
        made_at=at,
    ).pk


@transaction.atomic
def open_by_passkey(
    *, passkey_id: int, sign_count: int, language: str, by: Actor, at: datetime
) -> int | None:
    """
    Sign in by a passkey that was checked, and return the key of the sign-in.

    None where the passkey is gone, or where the device's count did not go on: then there are two
    copies of a key that should be one.
    """
    held = (
        Passkey.objects.select_for_update(of=("self",))
        .select_related("contact__details")
        .filter(pk=passkey_id)
        .first()
    )
    if held is None or ((sign_count or held.sign_count) and sign_count <= held.sign_count):
        return None
    held.sign_count, held.used_at = sign_count, at
    held.save(update_fields=["sign_count", "used_at"])
    details = held.contact.details
    return open_proved(
        city_id=held.contact.city_id,
        medium=details.told_by,
        address=details.phone if details.told_by == "sms" else details.email,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def remove_passkey(*, owner: bytes, passkey_id: int, by: Actor, at: datetime) -> bool:
    """Let a device sign in no more; return whether the owner had such a passkey."""
    held = Passkey.objects.select_for_update().filter(owner=owner, pk=passkey_id).first()
    if held is None:
        return False
    held.delete()
    forget(contact_id=held.contact_id, by=by, at=at)
    return True


@transaction.atomic
def remove_passkeys(*, city_id: int, medium: str, address: str, by: Actor, at: datetime) -> int:
    """
    Let no device sign in for an address any more, forget it there, and return how many did.

    What is no address that anybody could sign in with has none.
    """
    if not reach.address(medium, address):
        return 0
    owner = owner_of(city_id=city_id, medium=medium, address=address)
    keys = list(Passkey.objects.filter(owner=owner).values_list("pk", flat=True))
    for key in keys:
        remove_passkey(owner=owner, passkey_id=key, by=by, at=at)
    return len(keys)
