"""By which way residents are told, who wants to hear nothing more, and who is forgotten."""

from datetime import datetime

from django.db import transaction

from townline.contacts.models import (
    Comment,
    Contact,
    Copy,
    Details,
    Letter,
    Note,
    Notice,
    SaidText,
    Silence,
    Subscriber,
)
from townline.contacts.queries.reach import digest_of
from townline.contacts.rules.reach import MEDIA, SILENCES, told_by
from townline.record.verbs import Actor


def tell_by(
    *,
    contact_id: int,
    medium: str,
    by: Actor,
    at: datetime,
    email: str | None = None,
    phone: str | None = None,
) -> bool:
    """
    Change how the resident of a contact is told, with a new address if one is given.

    :param medium: ``email``, ``sms`` or ``none``
    :return: whether the contact had details to change, and an address for that medium
    :raises ValueError: if there is no such medium
    """
    if medium not in (*MEDIA, "none"):
        raise ValueError(f"a contact is told by {', '.join(MEDIA)} or none, not by {medium!r}")
    with transaction.atomic():
        held = Details.objects.select_for_update().filter(contact_id=contact_id).first()
        if held is None:
            return False
        held.email = held.email if email is None else email
        held.phone = held.phone if phone is None else phone
        if medium != "none" and told_by(medium, email=held.email, phone=held.phone) != medium:
            return False
        held.told_by = medium
        held.save(update_fields=["email", "phone", "told_by"])
        waiting = Notice.objects.filter(contact_id=contact_id, sent_at=None, given_up_at=None)
        if medium == "none":
            waiting.filter(asked_for=False).update(given_up_at=at, given_up_for="unwanted")
        else:
            waiting.filter(claimed_at=None).update(medium=medium)
    return True


def silence(
    *, city_id: int, medium: str, address: str, reason: str, by: Actor, at: datetime
) -> None:
    """
    Write no more to an address; only a keyed digest of it is kept.

    A reason that only the owner of the address can end, a ``stop``, is not replaced by another.

    :param reason: one of ``rules.reach.SILENCES``
    :raises ValueError: if there is no such reason, or no address
    """
    if reason not in SILENCES:
        raise ValueError(f"an address is silenced for {', '.join(SILENCES)}, not for {reason!r}")
    digest = digest_of(medium, address)
    if digest is None:
        raise ValueError(f"this is no address for {medium}")
    with transaction.atomic():
        kept, new = Silence.objects.select_for_update().get_or_create(
            city_id=city_id, digest=digest, defaults={"reason": reason, "since": at}
        )
        if not new and kept.reason != "stop":
            kept.reason = reason
            kept.save(update_fields=["reason"])


def listen_again(*, city_id: int, medium: str, address: str, by: Actor, at: datetime) -> bool:
    """Write to an address again, as its owner asked; return whether it had been silenced."""
    digest = digest_of(medium, address)
    removed, _ = Silence.objects.filter(city_id=city_id, digest=digest).delete()
    return bool(removed)


def forget(*, contact_id: int, by: Actor, at: datetime) -> None:
    """
    Remove what identifies the resident of a contact; what was owed to them is given up.

    That includes what mail servers said of their letters, for it names the address, what they
    wrote in letters of their own and said in a chat, their comments, and what they wanted to be
    told of every day.
    """
    with transaction.atomic():
        Details.objects.filter(contact_id=contact_id).delete()
        owed = Notice.objects.filter(contact_id=contact_id)
        owed.filter(sent_at=None, given_up_at=None).update(given_up_at=at, given_up_for="forgotten")
        owed.filter(sent_at=None).update(data={})
        owed.update(fault="")
        Copy.objects.filter(notice__contact_id=contact_id).delete()
        Letter.objects.filter(contact_id=contact_id).update(subject="", text="", photos=[])
        SaidText.objects.filter(said__contact_id=contact_id).delete()
        Note.objects.filter(turn_id=contact_id).update(text="")
        Comment.objects.filter(contact_id=contact_id).delete()
        Subscriber.objects.filter(contact_id=contact_id).delete()
        Contact.objects.filter(pk=contact_id).update(language="")
