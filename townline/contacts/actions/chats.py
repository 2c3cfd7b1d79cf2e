"""What the resident of a chat does at its end: says whether it helped, has it sent by mail."""

import re
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.consented import enter_consent
from townline.contacts.actions.owing import owe
from townline.contacts.models import Contact, Details, Helped
from townline.contacts.queries.messages import NoSuchContact
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.record.verbs import Actor, require

WEB_ADDRESS = re.compile(r"\b(?:\w+://|www\.)\S+", re.IGNORECASE)
"""Left out of what is sent to an address that nobody proved: it must not carry others' links."""
MOST_SENT = 60_000
"""Characters of a transcript that are sent."""


@transaction.atomic
def say_helped(*, city: City, contact: int, helped: bool, by: Actor, at: datetime) -> bool:
    """
    Keep whether a contact answered what it was about; return whether it was not said before.

    :raises NoSuchContact: if the city has none of that key
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SAID)
    _hold(city, contact)
    said = {"helped": helped, "at": at}
    return Helped.objects.get_or_create(contact_id=contact, defaults=said)[1]


@transaction.atomic
def owe_transcript(
    *, city: City, contact: int, email: str, lines: str, by: Actor, at: datetime,
    asked: Asked | None = None,
) -> int | None:  # fmt: skip
    """
    Owe the resident of a chat what was said in it, and return the key of the notice.

    The words are kept with the notice until it is out, and nowhere else beside the chat.

    :param lines: what was said, a line each
    :param asked: in which words they were asked for the address
    :raises NoSuchContact: if the city has none of that key
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SAID)
    _hold(city, contact)
    told = {"email": email, "told_by": "email"}
    Details.objects.update_or_create(contact_id=contact, defaults=told)
    enter_consent(
        city=city, contact=contact, to=ConsentTo.SENDING, given=True, asked=asked, by=by, at=at
    )
    said = WEB_ADDRESS.sub("[…]", lines)[:MOST_SENT]
    return owe(
        city_id=city.id, contact_id=contact, template="transcript", data={"lines": said}, by=by,
        at=at, asked_for=True,
    )  # fmt: skip


def _hold(city: City, contact: int) -> None:
    if not Contact.objects.select_for_update(no_key=True).filter(pk=contact, city_id=city.id):
        raise NoSuchContact(f"{city.name} has no contact {contact}.")
