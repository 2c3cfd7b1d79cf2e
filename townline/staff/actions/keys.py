"""Keys by which the programs of others speak to a city."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from townline.record.verbs import Actor, require
from townline.staff import queries
from townline.staff.models import ApiKey
from townline.staff.rules.scopes import SCOPES, scopes_from
from townline.staff.verbs import KEY_ADDED, KEY_REVOKED

PREFIX = "tl_"
DEMO_KEY = "demo"
DEMO_PER_MINUTE = 600


class KeyNameTaken(ValueError):
    """The city has a key of that name in force; the text names it."""


class NoSuchKey(LookupError):
    """The city has no key of that name in force; the text names it."""


@transaction.atomic
def add_key(
    *,
    city_id: int,
    name: str,
    scopes: tuple[str, ...],
    limit_per_minute: int,
    by: Actor,
    at: datetime,
) -> str:
    """
    Make a key and return it: this once, since only its hash is kept.

    :raises NotAllowed: if the actor may not make keys
    :raises UnknownScope: if a scope is unknown, or there is none
    :raises KeyNameTaken: if a key of that name is in force
    """
    require(by, KEY_ADDED)
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        city_id=city_id,
        name=name,
        prefix=key[: len(PREFIX) + 6],
        key_hash=queries.hash_of_key(key),
        scopes=sorted(scopes_from(scopes)),
        limit_per_minute=limit_per_minute,
        created_at=at,
        created_by=by.label,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if "key_name_once_in_force" not in str(fault):
            raise
        raise KeyNameTaken(f"A key named {name!r} is in force; revoke it first.") from fault
    return key


@transaction.atomic
def revoke_key(*, city_id: int, name: str, notice: str = "", by: Actor, at: datetime) -> None:
    """
    End a key; a program that still comes with it reads ``notice``.

    :raises NotAllowed: if the actor may not revoke keys
    :raises NoSuchKey: if no key of that name is in force
    """
    require(by, KEY_REVOKED)
    found = ApiKey.objects.filter(city=city_id, name=name, revoked_at=None)
    if not found.update(revoked_at=at, revoked_by=by.label, revoked_notice=notice):
        raise NoSuchKey(f"No key named {name!r} is in force.")
    queries.forget_clients()


@transaction.atomic
def put_demo_key(*, city_id: int, by: Actor, at: datetime) -> None:
    """
    See to it that the well-known key ``demo`` exists; it opens nothing outside the demo.

    :raises NotAllowed: if the actor may not make keys
    """
    require(by, KEY_ADDED)
    ApiKey.objects.get_or_create(
        city_id=city_id,
        key_hash=queries.hash_of_key(DEMO_KEY),
        defaults={
            "name": "Demo",
            "prefix": DEMO_KEY,
            "scopes": sorted(SCOPES),
            "limit_per_minute": DEMO_PER_MINUTE,
            "demo": True,
            "created_at": at,
            "created_by": by.label,
        },
    )
