"""Who follows a request, and the addresses by which they confirm and leave."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from townline.cities.rules.city import City
from townline.requests.models import Follower


class NoSuchFollower(LookupError):
    """The link is not ours, or what it led to is gone."""


@dataclass(frozen=True)
class Following:
    """What a follower's own page needs to say."""

    id: int
    number: str
    confirmed: bool
    left: bool
    contact_id: int
    token: str


def token_of(follower_id: int) -> str:
    """Return what opens a follower's own page; made from the installation's key, kept nowhere."""
    key = hashlib.sha256(b"townline.requests.follower" + settings.SECRET_KEY.encode()).digest()
    mac = hmac.digest(key, str(follower_id).encode(), "sha256")
    return f"{follower_id}-{base64.urlsafe_b64encode(mac[:16]).rstrip(b'=').decode()}"


def following(city: City, token: str) -> Following:
    """
    Return the follower that a token opens.

    :raises NoSuchFollower: if it opens none of this city
    """
    plain, _dash, _mac = token.partition("-")
    known = plain.isascii() and plain.isdecimal() and len(plain) < 19
    if not known or not hmac.compare_digest(token_of(int(plain)).encode(), token.encode()):
        raise NoSuchFollower(token)
    found = (
        Follower.objects.select_related("request")
        .filter(pk=int(plain), request__city_id=city.id)
        .first()
    )
    if found is None:
        raise NoSuchFollower(token)
    return Following(
        id=found.pk,
        number=found.request.number,
        confirmed=found.confirmed_at is not None,
        left=found.left_at is not None,
        contact_id=found.contact_id,
        token=token,
    )


def page_path(follower_id: int) -> str:
    """Return the path of a follower's own page, below the city's address."""
    return f"follow/{token_of(follower_id)}/"


def leave_path(follower_id: int) -> str:
    """Return the path that ends the messages with one click (RFC 8058)."""
    return f"follow/{token_of(follower_id)}/leave/"


def followed_by(city: City, contact_ids: Sequence[int]) -> tuple[Following, ...]:
    """Return what the people behind these contacts follow, newest first."""
    rows = (
        Follower.objects.select_related("request")
        .filter(
            request__city_id=city.id,
            contact_id__in=contact_ids,
            confirmed_at__isnull=False,
            left_at=None,
        )
        .order_by("-since")[:200]
    )
    return tuple(
        Following(
            id=row.pk,
            number=row.request.number,
            confirmed=True,
            left=False,
            contact_id=row.contact_id,
            token=token_of(row.pk),
        )
        for row in rows
    )
