"""Letters that come in: kept until a person has sorted them. And copies of what a demo owes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from townline.cities.rules.city import City
from townline.contacts.actions.hearing import hear
from townline.contacts.actions.reaching import forget
from townline.contacts.models import Copy, Details, Letter
from townline.contacts.queries.messages import letters_of
from townline.contacts.rules.noting import ASIDE
from townline.contacts.rules.reach import SORTED
from townline.contacts.rules.saying import tidied
from townline.record.verbs import Actor

LONGEST = 20_000
"""Characters of a letter that are kept."""


class AlreadySorted(Exception):
    """Somebody else has sorted the letter meanwhile; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Came:
    """A letter or text as it came in."""

    medium: str
    sender: Mapping[str, str] | None
    """Details of whoever wrote it, as for ``hear``; None where a request knows them."""
    language: str
    text: str
    name: str
    """What it is called by the program that sent it, a Message-ID: by it a repetition is known."""
    subject: str = ""
    photos: Sequence[Mapping[str, Any]] = ()
    number: str = ""
    """The request that it says it is about."""
    offered: Sequence[str] = ()
    """The requests that its sender is asked to choose from, in the order of the menu."""


def take_letter(*, city_id: int, came: Came, by: Actor, at: datetime) -> int | None:
    """Keep a letter as a contact to be sorted and return its key; None where it came before."""
    digest = hashlib.sha256(came.name.encode()).digest()
    with transaction.atomic():
        if Letter.objects.filter(city_id=city_id, digest=digest).exists():
            return None
        contact = hear(
            city_id=city_id,
            channel=came.medium,
            language=came.language,
            purpose="follow_up" if came.number else "inquiry",
            details=came.sender,
            by=by,
            at=at,
        )
        # Two that arrive in one moment: the second makes nothing, and its contact goes with it.
        kept, new = Letter.objects.get_or_create(
            city_id=city_id, digest=digest, defaults=_columns(came, contact, at)
        )
        if not new:
            transaction.set_rollback(True)
    return kept.pk if new else None


def _columns(came: Came, contact: int, at: datetime) -> dict[str, Any]:
    return {
        "contact_id": contact,
        "medium": came.medium,
        "subject": tidied(came.subject)[:500],
        "text": tidied(came.text)[:LONGEST],
        "photos": [dict(photo) for photo in came.photos],
        "received_at": at,
        "number": came.number,
        "offered": list(came.offered),
    }


def sort_letter(
    *,
    letter_id: int,
    as_: str,
    by: Actor,
    at: datetime,
    number: str = "",
    reason: str = "",
) -> None:
    """
    Say what became of a letter, within the caller's transaction if there is one.

    :param as_: one of ``rules.reach.SORTED``
    :raises AlreadySorted: if that was said before
    :raises ValueError: if there is no such fate, or one is discarded without a reason
    """
    if as_ not in SORTED or (as_ == "discarded" and not reason.strip()):
        raise ValueError(f"a letter is {', '.join(SORTED)}; a discarded one needs a reason")
    waiting = Letter.objects.filter(pk=letter_id, sorted_at=None)
    if not waiting.update(sorted_at=at, sorted_as=as_, number=number, reason=reason.strip()):
        raise AlreadySorted


def settle_letters(*, city: City, contact: int, disposition: str, by: Actor, at: datetime) -> None:
    """
    Sort the letters of a contact that an agent writes up; those that were sorted stay so.

    :param disposition: how it ended: a letter that is abuse, or of nobody, is discarded for that
    """
    aside = disposition in ASIDE
    Letter.objects.filter(pk__in=letters_of(city.id, contact), sorted_at=None).update(
        sorted_at=at, sorted_as="discarded" if aside else "answered",
        reason=disposition if aside else "",
    )  # fmt: skip


def unsort_letter(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Take back that a letter was sorted: it waits for a person again."""
    Letter.objects.filter(pk=letter_id).update(sorted_at=None, sorted_as="", reason="")


def clear_letter(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Remove the words of a letter that stand in a request's record from now on."""
    Letter.objects.filter(pk=letter_id).exclude(sorted_at=None).update(
        subject="", text="", photos=[], offered=[]
    )


def offer_nothing(*, letter_id: int, by: Actor, at: datetime) -> None:
    """Say that a letter is about none of the requests that were offered: a person sorts it."""
    Letter.objects.filter(pk=letter_id).update(offered=[])


def sweep_letters(*, before: datetime, by: Actor, at: datetime, most: int = 500) -> int:
    """
    Forget letters that were sorted before a moment, with whoever wrote them; return how many.

    What was put to a request stands in its record. The row stays, so that a letter which comes
    once more is still known.
    """
    old = (
        Letter.objects.filter(sorted_at__lt=before)
        .exclude(sorted_as="")
        .filter(Exists(Details.objects.filter(contact_id=OuterRef("contact_id"))))
    )
    contacts = list(old.order_by("pk").values_list("contact_id", flat=True)[:most])
    for contact_id in contacts:
        forget(contact_id=contact_id, by=by, at=at)
    return len(contacts)


def keep_copy(
    *, notice_id: int, language: str, subject: str, text: str, html: str, by: Actor, at: datetime
) -> None:
    """Keep a message as it went out, for the outbox of a demonstration."""
    said = {"language": language, "subject": subject, "text": text, "html": html}
    Copy.objects.update_or_create(notice_id=notice_id, defaults=said)
