"""Subscribers and commenters of other rooms' topics: what a link means, what waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Count, Q, QuerySet

from townline.contacts.models import Comment, Subscriber

_SALT = "subscriber of a topic"


class NoSuchSubscriber(LookupError):
    """No subscriber of the city is meant by this link."""


class NoSuchComment(LookupError):
    """No comment of the city is meant."""


@dataclass(frozen=True)
class SubscriberShown:
    """A subscriber as their own page shows it."""

    topic: str
    confirmed: bool
    left: bool


@dataclass(frozen=True, kw_only=True)
class CommentShown:
    """A comment for whoever decides about it, and for publishing. Never with an address."""

    id: int
    topic: str
    name: str
    """As they want to be named; empty for those who do not."""
    position: str
    text: str
    language: str
    received_at: datetime
    decided_at: datetime | None
    decided_as: str
    decided_by: str
    reason: str
    batch: str
    published_at: datetime | None
    answerable: bool
    """Whether they left an address, to which the decision is told."""


def subscriber_link(subscriber_id: int) -> str:
    """Return what stands in links to confirm or to leave; only this installation can make it."""
    return signing.Signer(salt=_SALT).sign(str(subscriber_id))


def subscriber_of_link(link: str) -> int:
    """
    Return the subscriber that a link means.

    :raises NoSuchSubscriber: if we did not make it
    """
    try:
        return int(signing.Signer(salt=_SALT).unsign(link))
    except (signing.BadSignature, ValueError) as fault:
        raise NoSuchSubscriber(link) from fault


def subscriber(city_id: int, link: str) -> SubscriberShown:
    """
    Return the subscriber of a city that a link means.

    :raises NoSuchSubscriber: if there is none
    """
    found = Subscriber.objects.filter(pk=subscriber_of_link(link), city_id=city_id).first()
    if found is None:
        raise NoSuchSubscriber(link)
    return SubscriberShown(found.topic, found.confirmed_at is not None, found.left_at is not None)


def comments(
    city_id: int, *, state: str = "waiting", after: int = 0, limit: int = 20
) -> tuple[tuple[CommentShown, ...], int]:
    """
    Return a page of comments, and the key after which the next one begins; 0 at the end.

    :param state: ``waiting``, the oldest first; else ``accepted``, ``refused`` or ``published``,
        the newest first
    """
    rows = _in_state(Comment.objects.filter(city_id=city_id), state)
    if state == "waiting":
        rows = rows.filter(pk__gt=after).order_by("pk")
    else:
        rows = (rows.filter(pk__lt=after) if after else rows).order_by("-pk")
    found = [_shown(row) for row in rows.select_related("contact__details")[: limit + 1]]
    return tuple(found[:limit]), found[limit - 1].id if len(found) > limit else 0


def comment(city_id: int, comment_id: int) -> CommentShown:
    """
    Return one comment.

    :raises NoSuchComment: if the city has none of that key
    """
    rows = Comment.objects.select_related("contact__details")
    found = rows.filter(pk=comment_id, city_id=city_id).first()
    if found is None:
        raise NoSuchComment(str(comment_id))
    return _shown(found)


def comment_counts(city_id: int) -> dict[str, int]:
    """Return how many comments there are in each state."""
    return Comment.objects.filter(city_id=city_id).aggregate(
        waiting=Count("pk", filter=Q(decided_at=None)),
        accepted=Count("pk", filter=Q(decided_as="accepted", published_at=None)),
        refused=Count("pk", filter=Q(decided_as="refused")),
        published=Count("pk", filter=Q(published_at__isnull=False)),
    )


def in_batch(city_id: int, topic: str, batch: str) -> Sequence[CommentShown]:
    """Return the comments of a batch, in the order in which they came."""
    rows = Comment.objects.filter(city_id=city_id, topic=topic, batch=batch)
    return [_shown(row) for row in rows.select_related("contact__details").order_by("pk")]


def _in_state(rows: QuerySet[Comment], state: str) -> QuerySet[Comment]:
    kept = {
        "waiting": Q(decided_at=None),
        "accepted": Q(decided_as="accepted", published_at=None),
        "refused": Q(decided_as="refused"),
        "published": Q(published_at__isnull=False),
    }
    return rows.filter(kept[state])


def _shown(row: Comment) -> CommentShown:
    details = getattr(row.contact, "details", None)
    return CommentShown(
        id=row.pk, topic=row.topic, name=details.first_name if details else "",
        position=row.position, text=row.text, language=row.contact.language,
        received_at=row.received_at, decided_at=row.decided_at, decided_as=row.decided_as,
        decided_by=row.decided_by, reason=row.reason, batch=row.batch,
        published_at=row.published_at, answerable=bool(details and details.email),
    )  # fmt: skip
