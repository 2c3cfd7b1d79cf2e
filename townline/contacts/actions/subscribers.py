"""Daily letters about a topic of another room: asked for, confirmed, left, and owed once a day."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from townline.cities.rules.city import City
from townline.contacts.actions.hearing import hear
from townline.contacts.actions.owing import owe
from townline.contacts.actions.reaching import forget
from townline.contacts.models import Subscriber
from townline.contacts.queries.reach import reach_of, same_address
from townline.contacts.queries.topics import (
    NoSuchSubscriber,
    subscriber_link,
    subscriber_of_link,
)
from townline.contacts.rules.daily import due_since, news_since
from townline.contacts.rules.topics import is_topic
from townline.record.verbs import Actor

AT_ONCE = 200
"""Subscribers that are looked at together."""

type IsNews = Callable[[str, datetime, datetime], bool]
"""Whether anything happened to a topic from one moment until before another."""


@transaction.atomic
def subscribe(*, city: City, email: str, topic: str, language: str, by: Actor, at: datetime) -> str:
    """
    Keep that somebody wants a daily letter, owe them one that asks to confirm it; return its link.

    Nothing else is sent to the address until whoever reads it has confirmed.

    :raises ValueError: if the topic is none by its form
    """
    if not is_topic(topic):
        raise ValueError(f"a topic is a kind, a colon and what is meant, not {topic!r}")
    contact = hear(
        city_id=city.id, channel="web", language=language, purpose="follow_up",
        details={"email": email, "told_by": "email"}, by=by, at=at,
    )  # fmt: skip
    kept = Subscriber.objects.create(
        city_id=city.id, contact_id=contact, topic=topic, asked_at=at, told_until=at
    )
    data = _data(kept)
    owe(city_id=city.id, contact_id=contact, template="topic_confirm", data=data, by=by, at=at)
    return subscriber_link(kept.pk)


def confirm_subscriber(*, city: City, link: str, by: Actor, at: datetime) -> None:
    """
    Begin the daily letters, from now on; also again, after somebody had left.

    Whoever had the same letter by the same address already gets one, not two.

    :raises NoSuchSubscriber: if no subscriber of the city is meant
    """
    with transaction.atomic():
        kept = _held(city, link)
        if kept.confirmed_at is None or kept.left_at is not None:
            kept.confirmed_at, kept.left_at, kept.told_until = at, None, at
            kept.save(update_fields=["confirmed_at", "left_at", "told_until"])
            _others(kept).update(left_at=at)


def leave_topic(*, city: City, link: str, by: Actor, at: datetime) -> None:
    """
    End the daily letters.

    :raises NoSuchSubscriber: if no subscriber of the city is meant
    """
    with transaction.atomic():
        kept = _held(city, link)
        if kept.left_at is None:
            kept.left_at = at
            kept.save(update_fields=["left_at"])


def tell_subscribers(*, city: City, is_news: IsNews, by: Actor, at: datetime) -> int:
    """
    Owe each subscriber the letter of the day, if there is anything to tell; return how many.

    Whoever was told since the letters were last due is left alone, so that it may be called often.
    """
    told, known = 0, dict[tuple[str, datetime], bool]()
    for batch in _due(city, at):
        with transaction.atomic():
            rows = Subscriber.objects.select_for_update(skip_locked=True).filter(pk__in=batch)
            for kept in rows.order_by("pk"):
                asked = (kept.topic, news_since(kept.told_until, at))
                if asked not in known:
                    known[asked] = is_news(*asked, at)
                told += _tell(kept, since=asked[1], news=known[asked], by=by, at=at)
    return told


def _due(city: City, at: datetime) -> Iterator[list[int]]:
    due = Subscriber.objects.filter(
        city_id=city.id, confirmed_at__isnull=False, left_at=None,
        told_until__lt=due_since(at, city.zone),
    ).order_by("pk")  # fmt: skip
    last = 0
    while batch := list(due.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        yield batch
        last = batch[-1]


def _tell(kept: Subscriber, *, since: datetime, news: bool, by: Actor, at: datetime) -> bool:
    kept.told_until = at
    kept.save(update_fields=["told_until"])
    if not news:
        return False
    data = _data(kept) | {"since": since.isoformat(), "until": at.isoformat()}
    owed = owe(
        city_id=kept.city_id, contact_id=kept.contact_id, template="topic_daily", data=data,
        by=by, at=at,
    )  # fmt: skip
    return owed is not None


def _data(kept: Subscriber) -> dict[str, str]:
    return {"topic": kept.topic, "link": subscriber_link(kept.pk)}


def _held(city: City, link: str) -> Subscriber:
    rows = Subscriber.objects.select_for_update()
    found = rows.filter(pk=subscriber_of_link(link), city_id=city.id).first()
    if found is None:
        raise NoSuchSubscriber(link)
    return found


def _others(kept: Subscriber) -> QuerySet[Subscriber]:
    """Return those of the same address who get the same letter."""
    known = reach_of(kept.contact_id)
    email = known.email if known else ""
    theirs = same_address(city_id=kept.city_id, medium="email", address=email)
    rows = Subscriber.objects.filter(contact_id__in=theirs, topic=kept.topic, left_at=None)
    return rows.exclude(pk=kept.pk).exclude(confirmed_at=None)


@transaction.atomic
def sweep_subscribers(*, before: datetime, by: Actor, at: datetime, most: int = 500) -> int:
    """Forget those who asked before a moment and never confirmed; return how many."""
    asked = Subscriber.objects.select_for_update(skip_locked=True).filter(
        confirmed_at=None, asked_at__lt=before
    )
    gone = list(asked.order_by("asked_at").values_list("contact_id", flat=True)[:most])
    for contact_id in gone:
        forget(contact_id=contact_id, by=by, at=at)
    return len(gone)
