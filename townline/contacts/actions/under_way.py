"""Contacts that are under way before anybody answers: a chat with what the city says by itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.models import Contact, Details, Turn
from townline.contacts.rules.course import NotNow
from townline.record.verbs import Actor, require


@transaction.atomic
def begin_contact(
    *,
    city: City,
    channel: str,
    language: str,
    by: Actor,
    at: datetime,
    purpose: str = "inquiry",
    details: Mapping[str, str] | None = None,
) -> int:
    """
    Keep a contact that is under way and return its key; ``take_in`` can put it in a queue later.

    :param details: as ``hear`` takes them
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SAID)
    contact = Contact.objects.create(
        city_id=city.id, channel=channel, language=language, started_at=at, purpose=purpose
    )
    if details:
        Details.objects.create(contact=contact, **details)
    return contact.pk


@transaction.atomic
def finish_contact(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """
    Say that a contact is over that never was in a queue; one that is over stays as it ended.

    :raises NotNow: if it was put in a queue: then it is left or ended there
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SAID)
    row = Contact.objects.select_for_update(no_key=True).get(pk=contact, city_id=city.id)
    if Turn.objects.filter(pk=contact).exists():
        raise NotNow(f"The contact {contact} was put in a queue.")
    if row.ended_at is None:
        row.ended_at = max(at, row.started_at)
        row.save(update_fields=["ended_at"])
