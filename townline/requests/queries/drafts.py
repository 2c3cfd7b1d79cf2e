"""What a browser without scripts has begun to fill in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from townline.cities.rules.city import City
from townline.requests.models import KeptDraft, KeptPicture

KEPT = timedelta(days=7)
"""How long a draft is kept after it was last changed."""


@dataclass(frozen=True, kw_only=True)
class DraftShown:
    """A draft as its browser gets it back."""

    fields: Mapping[str, Sequence[str]]
    """The values of each field, by its name."""
    photos: int
    """How many photos it holds."""
    changed_at: datetime


def digest_of(token: str) -> bytes:
    """Return what the database knows a browser's token by."""
    return hashlib.sha256(token.encode()).digest()


def draft(city: City, service_code: str, token: str, *, at: datetime) -> DraftShown | None:
    """Return the draft that the browser with this token keeps of the service, if it has one."""
    found = _kept(city, service_code, token, at).first()
    if found is None:
        return None
    photos = KeptPicture.objects.filter(draft=found).count()
    return DraftShown(fields=found.fields, photos=photos, changed_at=found.changed_at)


def draft_photos(city: City, service_code: str, token: str, *, at: datetime) -> tuple[bytes, ...]:
    """Return the photos of a draft, in the order in which they came."""
    kept = _kept(city, service_code, token, at)
    rows = KeptPicture.objects.filter(draft__in=kept).order_by("pk")
    return tuple(bytes(jpeg) for jpeg in rows.values_list("jpeg", flat=True))


def _kept(city: City, service_code: str, token: str, at: datetime) -> QuerySet[KeptDraft]:
    return KeptDraft.objects.filter(
        token=digest_of(token), city_id=city.id, service_code=service_code,
        changed_at__gt=at - KEPT,
    )  # fmt: skip
