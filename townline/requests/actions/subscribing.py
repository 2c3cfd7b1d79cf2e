"""Daily letters about an area: asked for, confirmed, left, and owed once a day."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts.rules.daily import due_since, news_since
from townline.record.verbs import Actor
from townline.requests.models import Subscription
from townline.requests.queries.subscriptions import NoSuchSubscription, id_of, link_of, news

AT_ONCE = 200
"""Subscriptions that are looked at together."""


@transaction.atomic
def subscribe(
    *, city: City, email: str, area: str, service_code: str, language: str, by: Actor, at: datetime
) -> str:
    """
    Keep that somebody wants a daily letter, owe them one that asks to confirm it; return its link.

    Nothing else is sent to the address until whoever reads it has confirmed.
    """
    contact = contacts.hear(
        city_id=city.id, channel="web", language=language, purpose="follow_up",
        details={"email": email, "told_by": "email"}, by=by, at=at,
    )  # fmt: skip
    kept = Subscription.objects.create(
        city_id=city.id, contact_id=contact, area=area, service_code=service_code,
        asked_at=at, told_until=at,
    )  # fmt: skip
    link = link_of(kept.pk)
    data = _data(area, service_code, link)
    contacts.owe(
        city_id=city.id, contact_id=contact, template="area_confirm", data=data, by=by, at=at
    )
    return link


def confirm(*, city: City, link: str, by: Actor, at: datetime) -> None:
    """
    Begin the daily letters, from now on; also again, after somebody had left.

    :raises NoSuchSubscription: if no subscription of the city is meant
    """
    with transaction.atomic():
        kept = _held(city, link)
        if kept.confirmed_at is None or kept.left_at is not None:
            kept.confirmed_at, kept.left_at, kept.told_until = at, None, at
            kept.save(update_fields=["confirmed_at", "left_at", "told_until"])


def leave(*, city: City, link: str, by: Actor, at: datetime) -> None:
    """
    End the daily letters.

    :raises NoSuchSubscription: if no subscription of the city is meant
    """
    with transaction.atomic():
        kept = _held(city, link)
        if kept.left_at is None:
            kept.left_at = at
            kept.save(update_fields=["left_at"])


def tell(*, city: City, by: Actor, at: datetime) -> int:
    """
    Owe each subscriber the letter of the day, if there is anything to tell; return how many.

    Whoever was told since the letters were last due is left alone, so that it may be called often.
    """
    told = 0
    for batch in _due(city, at):
        with transaction.atomic():
            rows = Subscription.objects.select_for_update(skip_locked=True).filter(pk__in=batch)
            told += sum(_tell(city, kept, by=by, at=at) for kept in rows.order_by("pk"))
    return told


def _due(city: City, at: datetime) -> Iterator[list[int]]:
    due = Subscription.objects.filter(
        city_id=city.id, confirmed_at__isnull=False, left_at=None,
        told_until__lt=due_since(at, city.zone),
    ).order_by("pk")  # fmt: skip
    last = 0
    while batch := list(due.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield batch
        last = batch[-1]


def _tell(city: City, kept: Subscription, *, by: Actor, at: datetime) -> bool:
    since = news_since(kept.told_until, at)
    found = news(
        city, area=kept.area, service_code=kept.service_code, since=since, until=at, language=""
    )
    kept.told_until = at
    kept.save(update_fields=["told_until"])
    if not found.opened and not found.closed:
        return False
    data = _data(kept.area, kept.service_code, link_of(kept.pk))
    data |= {"since": since.isoformat(), "until": at.isoformat()}
    owed = contacts.owe(
        city_id=city.id, contact_id=kept.contact_id, template="area_daily", data=data, by=by, at=at
    )
    return owed is not None


def _data(area: str, service_code: str, link: str) -> dict[str, str]:
    kind, _colon, code = area.partition(":")
    return {
        "area": area, "service": service_code, "page": f"areas/{kind}/{code}/",
        "confirm": f"subscriptions/{link}/", "leave": f"subscriptions/{link}/leave/",
    }  # fmt: skip


def _held(city: City, link: str) -> Subscription:
    found = Subscription.objects.select_for_update().filter(pk=id_of(link), city_id=city.id).first()
    if found is None:
        raise NoSuchSubscription(link)
    return found


@transaction.atomic
def sweep_unconfirmed(*, before: datetime, by: Actor, at: datetime, most: int = 500) -> int:
    """Forget those who asked before a moment and never confirmed; return how many."""
    asked = Subscription.objects.select_for_update(skip_locked=True).filter(
        confirmed_at=None, asked_at__lt=before
    )
    gone = list(asked.order_by("asked_at").values_list("pk", "contact_id")[:most])
    for _key, contact_id in gone:
        contacts.forget(contact_id=contact_id, by=by, at=at)
    Subscription.objects.filter(pk__in=[key for key, _contact in gone]).delete()
    return len(gone)
