"""What may be done to bulletins: publish one, put another in its place, end it."""

from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from townline.cities.rules.city import City
from townline.knowledge import verbs
from townline.knowledge.models import Bulletin
from townline.knowledge.queries import telling as queries
from townline.knowledge.rules import bulletins
from townline.knowledge.rules.bulletins import Message
from townline.record import actions as record
from townline.record.verbs import Actor, require


class NothingToEnd(LookupError):
    """There is no such bulletin, or it is over already; the text says which."""


@transaction.atomic
def publish(*, city: City, message: Message, by: Actor, at: datetime, replaces: str = "") -> str:
    """
    Tell something, and return the bulletin's number.

    :param replaces: the number of a bulletin that this is the new wording of; it ends
    :raises Unsayable: if the message cannot be told
    :raises NothingToEnd: if what it replaces is not there, or over
    :raises NotAllowed: if the actor may not
    """
    check(city=city, message=message, by=by, at=at)
    former = _standing(city, replaces, at) if replaces else None
    data = plain(message)
    made = Bulletin(
        city_id=city.id,
        number=_fresh_number(),
        data=data,
        starts_at=message.starts_at,
        expires_at=message.expires_at,
        replaces=former,
    )
    made.save(force_insert=True)
    told = data | ({"replaces": former.number} if former else {})
    record.enter(subject=made, verb=verbs.PUBLISHED, by=by, at=at, **told)
    made.save(update_fields=["seq", "head"])
    if former:
        record.enter(subject=former, verb=verbs.REPLACED, by=by, at=at, number=made.number)
        _over(former, at)
    queries.forget()
    return made.number


def check(*, city: City, message: Message, by: Actor, at: datetime) -> None:
    """
    Do nothing but refuse what ``publish`` would refuse of a message.

    :raises Unsayable: if the message cannot be told
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.PUBLISHED)
    bulletins.check(message, city.languages, at)


@transaction.atomic
def end(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Take a bulletin away before it expires by itself.

    :raises NothingToEnd: if there is none of that number, or it is over
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ENDED)
    bulletin = _standing(city, number, at)
    record.enter(subject=bulletin, verb=verbs.ENDED, by=by, at=at)
    _over(bulletin, at)
    queries.forget()


def plain(message: Message) -> dict[str, Any]:
    """Return a message as the table and the record keep it."""
    data: dict[str, Any] = msgspec.to_builtins(message)
    return data


def _standing(city: City, number: str, at: datetime) -> Bulletin:
    found = Bulletin.objects.select_for_update().filter(city_id=city.id, number=number).first()
    if found is None:
        raise NothingToEnd(f"{city.name} has no bulletin {number}.")
    if found.ended_at or found.expires_at <= at:
        raise NothingToEnd(f"The bulletin {number} is over.")
    return found


def _over(bulletin: Bulletin, at: datetime) -> None:
    bulletin.ended_at = at
    bulletin.save(update_fields=["ended_at", "seq", "head"])


def _fresh_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('knowledge_number')")
        return f"B{cursor.fetchone()[0]}"
