"""Signing in without a password: by a code or a link that was sent to one's own address."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from townline.contacts import queries as known
from townline.contacts.actions.hearing import hear
from townline.contacts.actions.owing import owe
from townline.contacts.actions.reaching import forget
from townline.contacts.models import SignIn
from townline.record.verbs import Actor

DIGITS = 6
MOST_TRIES = 5
"""How often a code may be typed wrongly before it is worth nothing."""


@transaction.atomic
def ask_for_code(
    *, city_id: int, medium: str, address: str, language: str, by: Actor, at: datetime
) -> int:
    """
    Send a code and a link to an address, and return the key of the sign-in that they open.

    Nothing tells whether anything is known of the address. The caller limits how often it is
    written to.

    :param medium: ``email`` or ``sms``
    """
    made = _begin(city_id, medium, address, language, by, at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    made.code = known.digest_of_code(made.pk, code)
    made.save(update_fields=["code"])
    owe(
        city_id=city_id, contact_id=made.contact_id, template="sign_in",
        data={"code": code, "link": f"my/{known.sign_in_token(made.pk)}/"}, asked_for=True,
        by=by, at=at,
    )  # fmt: skip
    return made.pk


def _begin(
    city_id: int,
    medium: str,
    address: str,
    language: str,
    by: Actor,
    at: datetime,
    opened_at: datetime | None = None,
) -> SignIn:
    """Keep a sign-in that has no code yet, with a contact that holds the address."""
    field = "phone" if medium == "sms" else "email"
    contact_id = hear(
        city_id=city_id, channel="web", language=language, purpose="inquiry",
        details={field: address.strip(), "told_by": medium}, by=by, at=at,
    )  # fmt: skip
    return SignIn.objects.create(contact_id=contact_id, code=b"", made_at=at, opened_at=opened_at)


@transaction.atomic
def open_proved(
    *, city_id: int, medium: str, address: str, language: str, by: Actor, at: datetime
) -> int:
    """
    Sign in for an address that was proved in another way, and return the key of the sign-in.

    The caller has the proof: a passkey that was checked, or the word of a provider of accounts.
    """
    return _begin(city_id, medium, address, language, by, at, opened_at=at).pk


@transaction.atomic
def open_by_code(*, city_id: int, sign_in_id: int, code: str, by: Actor, at: datetime) -> bool:
    """Sign in by the code; False where it is wrong, too old, used, or was tried too often."""
    made = _waiting(city_id, sign_in_id, at)
    if made is None or made.tries >= MOST_TRIES:
        return False
    made.tries += 1
    right = secrets.compare_digest(bytes(made.code), known.digest_of_code(made.pk, code))
    made.opened_at = at if right else None
    made.save(update_fields=["tries", "opened_at"])
    return right


@transaction.atomic
def open_by_link(*, city_id: int, token: str, by: Actor, at: datetime) -> int | None:
    """Sign in by the link and return the key of the sign-in; None where it opens nothing."""
    key = known.sign_in_of(token)
    made = None if key is None else _waiting(city_id, key, at)
    if made is None:
        return None
    made.opened_at = at
    made.save(update_fields=["opened_at"])
    return made.pk


def _waiting(city_id: int, key: int, at: datetime) -> SignIn | None:
    """Return a sign-in that still waits to be opened, held until the transaction ends."""
    return (
        SignIn.objects.select_for_update()
        .filter(pk=key, contact__city_id=city_id, opened_at=None, made_at__gt=at - known.CODE_LASTS)
        .first()
    )


@transaction.atomic
def sign_out(*, sign_in_id: int, by: Actor, at: datetime) -> None:
    """End a sign-in and forget the address that it was for; once more changes nothing."""
    made = SignIn.objects.select_for_update().filter(pk=sign_in_id).first()
    if made is not None:
        made.delete()
        forget(contact_id=made.contact_id, by=by, at=at)


def sweep_sign_ins(*, by: Actor, at: datetime, most: int = 500) -> int:
    """Forget sign-ins that are over, with the addresses that they were for; return how many."""
    over = at - known.SIGN_IN_LASTS - timedelta(hours=1)
    old = SignIn.objects.filter(made_at__lt=over).order_by("made_at")
    gone = list(old.values_list("pk", flat=True)[:most])
    for key in gone:
        sign_out(sign_in_id=key, by=by, at=at)
    return len(gone)
