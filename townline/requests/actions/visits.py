"""A closing that a crew sends from where it works, perhaps hours later and more than once."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.record.verbs import Actor, NotAllowed
from townline.requests.actions import work
from townline.requests.actions.change import NoSuchRequest
from townline.requests.models import Key, ServiceRequest
from townline.requests.rules.submission import Unfit

SCOPE = "visit"


@transaction.atomic
def finish(
    *,
    city: City,
    key: str,
    number: str,
    outcome: str,
    remark: str = "",
    evidence: tuple[bytes, ...] = (),
    reference: str = "",
    seen: int,
    by: Actor,
    at: datetime,
) -> bool:
    """
    Close a request as ``work.close`` does, once for each key: one that comes again does nothing.

    :returns: whether it was closed by this very call
    :raises NotAllowed: if the actor is no member of staff
    :raises Unfit: if the key was used for something else
    """
    if by.member_id is None:
        raise NotAllowed(f"{by.label} is no member of staff")
    digest = _digest(number, outcome, remark, reference, evidence)
    used, fresh = Key.objects.get_or_create(
        city_id=city.id,
        scope=f"{SCOPE}:{by.member_id}",
        key=key,
        defaults={"digest": digest, "request": _request(city, number), "used_at": at},
    )
    if not fresh:
        if bytes(used.digest) != digest:
            raise Unfit("key_used", "key", "this key was sent with something else before")
        return False
    work.close(
        city=city, number=number, outcome=outcome, remark=remark, evidence=evidence,
        reference=reference, seen=seen, by=by, at=at,
    )  # fmt: skip
    return True


def _request(city: City, number: str) -> ServiceRequest:
    found = ServiceRequest.objects.filter(city_id=city.id, number=number).first()
    if found is None:
        raise NoSuchRequest(number)
    return found


def _digest(number: str, *said: object) -> bytes:
    *texts, photos = said
    assert isinstance(photos, tuple)
    digest = hashlib.sha256(json.dumps([number, *texts]).encode())
    for photo in photos:
        digest.update(hashlib.sha256(photo).digest())
    return digest.digest()
