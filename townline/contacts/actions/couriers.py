"""Notices on their way: each taken by one courier, and what became of it told back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from townline.cities import queries as cities
from townline.contacts.models import Details, Notice
from townline.contacts.queries.reach import silences_of
from townline.contacts.rules import reach
from townline.contacts.rules.quiet import quiet_until
from townline.record.verbs import Actor

TRIES = 8
CLAIM_LASTS = timedelta(minutes=10)
"""After this a claimed notice is taken from a courier that hangs."""
_CLAIMABLE = (Path(__file__).parents[1] / "sql" / "claimable.sql").read_text()
_SESSION = """
SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()
"""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A notice with everything that a courier needs."""

    id: int
    city_id: int
    contact_id: int
    template: str
    data: dict[str, Any]
    medium: str
    """``email`` or ``sms``."""
    email: str
    phone: str
    """In international form; empty where what was written down is no number."""
    language: str
    perhaps_twice: bool
    asked_for: bool


@transaction.atomic
def claim(
    *,
    by: Actor,
    at: datetime,
    most: int = 50,
    media: Collection[str] = reach.MEDIA,
    only: int | None = None,
) -> list[Owed]:
    """
    Take notices to send; each is then this courier's until it says ``sent`` or ``failed``.

    What would disturb the quiet hours of its city waits for their end. What must not be sent, since
    nobody is reached by it or the address wants no more, is given up and says why.

    A claim that was never settled is taken again once its courier's session with the database has
    ended, else after ten minutes, and marked ``perhaps_twice``, because nobody can know whether
    the message went out. One that was lost so eight times is given up: it may be what kills the
    couriers. So claim no more than is sent in a moment.

    :param media: which media this courier serves
    :param only: the key of the one notice to take, whenever its next time would have come
    """
    session, found = _claimable(at, most, media, only)
    details = _details(found)
    silenced = silences_of([(n.city_id, n.medium, _address(n, details)) for n in found])
    owed = []
    for notice in found:
        their = details.get(notice.contact_id)
        silence = silenced.get((notice.city_id, notice.medium, _address(notice, details)))
        # What cannot be sent must not stand in the way of all that comes after it.
        if why := _hopeless(notice, their, silence):
            notice.given_up_at, notice.given_up_for = at, why
            notice.save(update_fields=["given_up_at", "given_up_for"])
        elif until := _quiet(notice, at):
            notice.not_before = until
            notice.save(update_fields=["not_before"])
        elif their is not None:
            _take(notice, session, at)
            owed.append(_owed(notice, their))
    return owed


def _claimable(
    at: datetime, most: int, media: Collection[str], only: int | None
) -> tuple[str, list[Notice]]:
    """Return the session of the database and the notices due, each locked for it."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSION)
        (session,) = cursor.fetchone()
        asked: dict[str, Any] = {"at": at, "most": most, "media": sorted(media), "only": only}
        cursor.execute(_CLAIMABLE, asked)
        ids = [row[0] for row in cursor.fetchall()]
    return session, list(Notice.objects.filter(pk__in=ids).order_by("try_after", "id"))


def _details(notices: list[Notice]) -> dict[int, Details]:
    there = Details.objects.filter(contact_id__in={n.contact_id for n in notices})
    return {d.contact_id: d for d in there.select_related("contact")}


def _address(notice: Notice, details: dict[int, Details]) -> str:
    their = details.get(notice.contact_id)
    if their is None:
        return ""
    return their.phone if notice.medium == "sms" else their.email


def _hopeless(notice: Notice, their: Details | None, silence: str | None) -> str:
    """Return why a notice is never sent; empty where it may be."""
    if their is None or not (their.phone if notice.medium == "sms" else their.email):
        return "unreachable"
    if silence and not (notice.asked_for and silence in reach.ONLY_FROM_OWNER):
        return silence
    return "tries" if notice.tried >= TRIES else ""


def _quiet(notice: Notice, at: datetime) -> datetime | None:
    if notice.asked_for:
        return None
    city = cities.by_id(notice.city_id)
    if city.demo:  # nothing goes outside, so that nobody is woken
        return None
    return quiet_until(at, city.quiet.get(notice.medium), city.zone)


def _take(notice: Notice, session: str, at: datetime) -> None:
    notice.perhaps_twice = notice.perhaps_twice or notice.claimed_at is not None
    notice.claimed_at, notice.try_after = at, at + CLAIM_LASTS
    notice.courier = session
    notice.tried += 1
    notice.save()


def _owed(notice: Notice, their: Details) -> Owed:
    return Owed(
        id=notice.id,
        city_id=notice.city_id,
        contact_id=notice.contact_id,
        template=notice.template,
        data=notice.data,
        medium=notice.medium,
        email=their.email,
        phone=reach.phone_number(their.phone),
        language=their.contact.language,
        perhaps_twice=notice.perhaps_twice,
        asked_for=notice.asked_for,
    )


def sent(*, notice_id: int, by: Actor, at: datetime, provider_id: str = "") -> None:
    """
    Say that a notice went out.

    :param provider_id: how the provider calls the message, when it tells what became of it
    """
    going = Notice.objects.filter(pk=notice_id)
    going.filter(asked_for=True).update(data={})
    going.update(sent_at=at, fault="", provider_id=provider_id)


def delivered(*, provider_id: str, by: Actor, at: datetime) -> bool:
    """Say that a message reached its phone, as its provider told; return whether there is one."""
    there = Notice.objects.filter(provider_id=provider_id).exclude(provider_id="")
    return bool(there.update(delivered_at=at, returned_at=None, fault=""))


def returned(
    *, fault: str, by: Actor, at: datetime, notice_id: int | None = None, provider_id: str = ""
) -> Notice | None:
    """
    Say that a notice which went out did not arrive, and return it; None where there is none.

    :param fault: what was said of it, without the address
    """
    chosen = {"pk": notice_id} if notice_id is not None else {"provider_id": provider_id}
    if not any(chosen.values()):
        return None
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(**chosen).first()
        if notice is None:
            return None
        notice.returned_at, notice.fault = at, fault[:500]
        notice.save(update_fields=["returned_at", "fault"])
    return notice


def failed(
    *,
    notice_id: int,
    fault: str,
    by: Actor,
    at: datetime,
    perhaps_out: bool = False,
    for_good: bool = False,
) -> None:
    """
    Say that a notice did not go out: it is tried again later, and given up after eight times.

    :param perhaps_out: whether it may have gone out all the same, because what failed came after
        the message was handed over; the next one says so then
    :param for_good: whether trying again is of no use: the address does not exist
    """
    with transaction.atomic():
        # Held, so that a notice which is given up meanwhile stays so.
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        notice.claimed_at = None
        # What a mail server says names the address: not where that was to be forgotten.
        notice.fault = fault[:500] if notice.given_up_at is None else ""
        notice.perhaps_twice = notice.perhaps_twice or perhaps_out
        if notice.given_up_at is None and (for_good or notice.tried >= TRIES):
            notice.given_up_at = at
            notice.given_up_for = "refused" if for_good else "tries"
        notice.try_after = at + timedelta(minutes=2**notice.tried)
        notice.save(
            update_fields=[
                "claimed_at", "fault", "given_up_at", "given_up_for", "perhaps_twice", "try_after",
            ]
        )  # fmt: skip
