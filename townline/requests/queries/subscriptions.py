"""Subscriptions to areas: which one a link means, and what a daily letter tells."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core import signing

from townline.cities.rules.city import City
from townline.requests.models import Subscription
from townline.requests.queries.find import find
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.surroundings import within

MOST_TOLD = 20
"""So many requests a letter names of each sort; of more it says that there are more."""
_SALT = "subscription to an area"


class NoSuchSubscription(LookupError):
    """No subscription is meant by this link."""


@dataclass(frozen=True)
class Subscribed:
    """A subscription as its page shows it."""

    area: str
    service_code: str
    confirmed: bool
    left: bool


@dataclass(frozen=True)
class News:
    """What was opened and closed in an area since a moment."""

    opened: tuple[RequestShown, ...]
    closed: tuple[RequestShown, ...]
    more: bool
    """Whether there was more of it than is told."""


def link_of(subscription_id: int) -> str:
    """Return what stands in links to confirm or to leave; only this installation can make it."""
    return signing.Signer(salt=_SALT).sign(str(subscription_id))


def id_of(link: str) -> int:
    """
    Return the subscription that a link means.

    :raises NoSuchSubscription: if we did not make it
    """
    try:
        return int(signing.Signer(salt=_SALT).unsign(link))
    except (signing.BadSignature, ValueError) as fault:
        raise NoSuchSubscription(link) from fault


def subscription_of(city: City, link: str) -> Subscribed:
    """
    Return the subscription of a city that a link means.

    :raises NoSuchSubscription: if there is none
    """
    found = Subscription.objects.filter(pk=id_of(link), city_id=city.id).first()
    if found is None:
        raise NoSuchSubscription(link)
    return Subscribed(
        found.area, found.service_code, found.confirmed_at is not None, found.left_at is not None
    )


def news(
    city: City, *, area: str, service_code: str, since: datetime, until: datetime, language: str
) -> News:
    """Return what everyone may read of the requests opened or closed in an area in a time."""
    services = (service_code,) if service_code else ()
    there = within(area)
    opened = find(
        city, replace(there, services=services, since=since, until=until),
        language=language, at=until, limit=MOST_TOLD,
    )  # fmt: skip
    changed = find(
        city,
        replace(there, services=services, open=False, updated_since=since),
        language=language, at=until, limit=5 * MOST_TOLD, order="updated_at",
    )  # fmt: skip
    closed = tuple(r for r in changed.rows if r.closed_at and since <= r.closed_at < until)
    more = opened.next is not None or len(closed) > MOST_TOLD or changed.next is not None
    return News(opened.rows, closed[:MOST_TOLD], more)
