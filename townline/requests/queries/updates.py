"""What was told to everyone who asked about the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.requests.models import Update


@dataclass(frozen=True, kw_only=True)
class UpdateShown:
    """One text to everyone, with the keys of the notices that it owed."""

    seq: int
    words: Mapping[str, str]
    """By language; empty where it was removed by law."""
    requests: int
    """In how many records it stands."""
    notices: tuple[int, ...]
    told_at: datetime
    told_by: str


def updates(city: City, number: str, *, most: int = 20) -> tuple[UpdateShown, ...]:
    """Return what was told from a request, the newest first; for staff who may see it."""
    found = Update.objects.filter(request__city_id=city.id, request__number=number)
    return tuple(
        UpdateShown(
            seq=one.seq, words=one.words, requests=one.requests, notices=tuple(one.notices),
            told_at=one.told_at, told_by=one.told_by,
        )
        for one in found.order_by("-seq")[:most]
    )  # fmt: skip


def words_of_update(city: City, key: int) -> Mapping[str, str]:
    """
    Return the text of an update by language, for couriers.

    :raises LookupError: if there is none, or it was removed by law
    """
    words = (
        Update.objects.filter(pk=key, request__city_id=city.id)
        .values_list("words", flat=True)
        .first()
    )
    if not words:
        raise LookupError(f"there is no update {key} any more")
    return dict(words)
