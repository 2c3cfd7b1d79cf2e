"""What is owed to residents, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from townline.contacts.models import Copy, Details, Notice
from townline.contacts.rules import reach

STATES = (
    "waiting", "kept_back", "trying", "sent", "delivered", "returned", "given_up", "withdrawn",
)  # fmt: skip
"""Where a notice stands: not tried yet; kept back until later; tried, and to be tried again; out;
arrived, as far as the provider knows; come back; not sent and never to be; taken back by staff."""
MOST = 200


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


@dataclass(frozen=True, kw_only=True)
class Told:
    """One notice with its fate, without what it says."""

    id: int
    contact_id: int
    number: str
    """The request that it is about; empty where it is about none."""
    template: str
    medium: str
    language: str
    to: str
    """The address, masked unless the reader may see it; empty where it was forgotten."""
    state: str
    """One of ``STATES``."""
    owed_at: datetime
    sent_at: datetime | None
    next_at: datetime | None
    """When it is tried next, where it waits."""
    tries: int
    why: str
    """Why it was given up: see ``Notice.given_up_for``."""
    fault: str
    """What was said when it failed last, for whoever may see the address, which it may name."""


def state_of(notice: Notice) -> str:
    """Return where a notice stands."""
    if notice.returned_at:
        return "returned"
    if notice.sent_at:
        return "delivered" if notice.delivered_at else "sent"
    if notice.given_up_at:
        return "withdrawn" if notice.given_up_for == "withdrawn" else "given_up"
    if notice.tried:
        return "trying"
    return "kept_back" if notice.not_before else "waiting"


IN_STATE: dict[str, Q] = {
    "waiting": Q(sent_at=None, given_up_at=None, tried=0, not_before=None),
    "kept_back": Q(sent_at=None, given_up_at=None, tried=0, not_before__isnull=False),
    "trying": Q(sent_at=None, given_up_at=None, tried__gt=0),
    "sent": Q(sent_at__isnull=False, delivered_at=None, returned_at=None),
    "delivered": Q(sent_at__isnull=False, delivered_at__isnull=False, returned_at=None),
    "returned": Q(returned_at__isnull=False),
    "given_up": Q(sent_at=None, given_up_at__isnull=False) & ~Q(given_up_for="withdrawn"),
    "withdrawn": Q(sent_at=None, given_up_for="withdrawn"),
}
"""Which notices are in which state, for the database."""


def notices_of(contact_ids: Sequence[int], *, open_: bool = False) -> tuple[Told, ...]:
    """
    Return what was owed to the residents of some contacts, the newest first.

    :param open_: whether addresses are shown whole: for those who may reach the resident
    """
    if not contact_ids:
        return ()
    return _told(Notice.objects.filter(contact_id__in=contact_ids), open_=open_)


def notices_with(keys: Sequence[int], *, open_: bool = False, most: int = MOST) -> tuple[Told, ...]:
    """Return the notices of some keys, the newest first, ``most`` of them at most."""
    return _told(Notice.objects.filter(pk__in=keys), open_=open_, most=most) if keys else ()


def fates_of(keys: Sequence[int]) -> dict[str, int]:
    """Return how many notices of some keys are in which state; none where there are none."""
    if not keys:
        return {}
    counted = {state: Count("pk", filter=fits) for state, fits in IN_STATE.items()}
    found = Notice.objects.filter(pk__in=keys).aggregate(**counted)
    return {state: number for state, number in found.items() if number}


def notices(
    city_id: int,
    *,
    state: str = "",
    number: str = "",
    medium: str = "",
    before: int | None = None,
    most: int = MOST,
    open_: bool = False,
) -> tuple[Told, ...]:
    """
    Return the notices of a city, the newest first.

    :param state: one of ``STATES``; all where it is empty
    :param number: the request that they are about
    :param before: the key of the last one that was seen, for the next page
    """
    chosen = Notice.objects.filter(city_id=city_id)
    if state:
        chosen = chosen.filter(IN_STATE[state])
    if number:
        chosen = chosen.filter(data__number=number)
    if medium:
        chosen = chosen.filter(medium=medium)
    if before is not None:
        chosen = chosen.filter(pk__lt=before)
    return _told(chosen, open_=open_, most=most)


def _told(chosen: QuerySet[Notice], *, open_: bool, most: int = MOST) -> tuple[Told, ...]:
    found = chosen.select_related("contact__details").order_by("-id")[:most]
    return tuple(_one(notice, getattr(notice.contact, "details", None), open_) for notice in found)


def _one(notice: Notice, details: Details | None, open_: bool) -> Told:
    state = state_of(notice)
    to = "" if details is None else details.phone if notice.medium == "sms" else details.email
    waits = state in ("waiting", "kept_back", "trying")
    return Told(
        id=notice.pk,
        contact_id=notice.contact_id,
        number=str(notice.data.get("number", "")),
        template=notice.template,
        medium=notice.medium,
        language=notice.contact.language,
        to=to if open_ or not to else reach.masked(notice.medium, to),
        state=state,
        owed_at=notice.owed_at,
        sent_at=notice.sent_at,
        next_at=max(notice.try_after, notice.not_before or notice.try_after) if waits else None,
        tries=notice.tried,
        why=notice.given_up_for,
        fault=notice.fault if open_ else "",
    )


@dataclass(frozen=True, kw_only=True)
class Copied:
    """A message as it went out, in a demonstration."""

    told: Told
    subject: str
    text: str
    html: str
    language: str


def copies(city_id: int, *, before: int | None = None, most: int = 25) -> tuple[Copied, ...]:
    """Return the notices of a demonstration with their text, where they are out; newest first."""
    told = notices(city_id, before=before, most=most)
    kept: dict[int, Any] = Copy.objects.in_bulk([one.id for one in told])
    return tuple(
        Copied(
            told=one, subject=copy.subject, text=copy.text, html=copy.html, language=copy.language
        )
        if (copy := kept.get(one.id))
        else Copied(told=one, subject="", text="", html="", language=one.language)
        for one in told
    )


def copy_of(city_id: int, notice_id: int) -> Copied | None:
    """Return one message of a demonstration as it went out; None where there is none."""
    copy = Copy.objects.filter(pk=notice_id, notice__city_id=city_id).first()
    if copy is None:
        return None
    (told,) = _told(Notice.objects.filter(pk=notice_id), open_=False)
    return Copied(
        told=told, subject=copy.subject, text=copy.text, html=copy.html, language=copy.language
    )
