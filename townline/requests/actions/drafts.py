"""Drafts: keep what was filled in so far, throw it away, and forget it after a week."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models import KeptDraft, KeptPicture
from townline.requests.queries.drafts import KEPT, digest_of
from townline.requests.rules import photos as pictures
from townline.requests.rules.submission import Unfit

MOST_CHARACTERS = 40_000
"""Of all values of a draft together: more than any form can hold."""


def keep(
    *,
    city: City,
    service_code: str,
    token: str,
    fields: Mapping[str, Sequence[str]],
    photos: Sequence[bytes] = (),
    most_photos: int = 0,
    by: Actor,
    at: datetime,
) -> None:
    """
    Keep what a browser has filled in, in place of what it kept before; photos are added.

    A draft is no part of any record: nobody has asked the city for anything yet.

    :raises Unfit: if a file is no photo, there are too many, or the text is too long
    """
    texts = [text for values in fields.values() for text in values]
    if any("\x00" in text for text in texts):
        raise Unfit("bad_text", "", "a value holds a null character")
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise Unfit("too_long", "", f"a draft has {MOST_CHARACTERS} characters at most")
    clean = [pictures.clean(data).jpeg for data in photos]
    with transaction.atomic():
        draft, _new = KeptDraft.objects.update_or_create(
            token=digest_of(token), city_id=city.id, service_code=service_code,
            defaults={"fields": {n: list(v) for n, v in fields.items()}, "changed_at": at},
        )  # fmt: skip
        if not clean:
            return
        if KeptPicture.objects.filter(draft=draft).count() + len(clean) > most_photos:
            raise Unfit("too_many_photos", "media", f"{most_photos} photos at most")
        KeptPicture.objects.bulk_create(KeptPicture(draft=draft, jpeg=jpeg) for jpeg in clean)


def drop(*, city: City, service_code: str, token: str, by: Actor, at: datetime) -> None:
    """Throw a draft away: its resident has sent it, or does not want it any more."""
    KeptDraft.objects.filter(
        token=digest_of(token), city_id=city.id, service_code=service_code
    ).delete()


def drop_photos(*, city: City, service_code: str, token: str, by: Actor, at: datetime) -> None:
    """Throw the photos of a draft away."""
    KeptPicture.objects.filter(
        draft__token=digest_of(token), draft__city_id=city.id, draft__service_code=service_code
    ).delete()


def sweep(*, by: Actor, at: datetime) -> int:
    """Forget the drafts that nobody has changed for a week, and return how many there were."""
    return (
        KeptDraft.objects.filter(changed_at__lte=at - KEPT).delete()[1].get("requests.KeptDraft", 0)
    )
