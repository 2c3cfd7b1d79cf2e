"""Something is said in writing during a contact."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.models import Contact, SaidRow, SaidText
from townline.contacts.queries.messages import NoSuchContact
from townline.contacts.rules.saying import (
    LINKED,
    MAY_SAY,
    MOST_LINKS,
    CannotSay,
    SaidLink,
    Side,
    plain_name,
    plain_text,
)
from townline.live.telling import tell
from townline.live.topics import contact as topic_of
from townline.record.verbs import Actor, NotAllowed, require


@transaction.atomic
def say(
    *,
    city: City,
    contact: int,
    side: Side,
    text: str,
    by: Actor,
    at: datetime,
    links: Sequence[SaidLink] = (),
    name: str = "",
) -> int:
    """
    Keep something that is said in writing during a contact, and return its key.

    Who looks at the contact is told that there is something new, once it is kept.

    :param links: pages of ours that it leads to
    :param name: what the page that sends it calls it; the same words that come again under the same
        name are not kept twice, and the key of the first is returned
    :raises NoSuchContact: if the city has none of that key
    :raises CannotSay: if nothing is said, or too much at once
    :raises NotAllowed: if the actor may not speak for that side
    """
    require(by, verbs.SAID)
    if not by.roles & MAY_SAY[side]:
        raise NotAllowed(f"{by.label} does not speak for the {side.value}.")
    words, name = plain_text(text), plain_name(name)
    _check(links)
    # Held until it is kept, so that keys come in the order in which others can read them.
    if not Contact.objects.select_for_update(no_key=True).filter(pk=contact, city_id=city.id):
        raise NoSuchContact(f"{city.name} has no contact {contact}.")
    before = SaidRow.objects.filter(contact_id=contact, name=name).first() if name else None
    if before is not None and _says(before, words):
        return before.pk
    tell(topic_of(contact))
    row = SaidRow(
        city_id=city.id, contact_id=contact, side=str(side), at=at, by_label=by.label,
        links=msgspec.to_builtins(list(links)), name="" if before else name,
    )  # fmt: skip
    return _keep(row, words)


def _says(known: SaidRow, words: str) -> bool:
    """Return whether it says the same; who goes back to an old page may write something else."""
    said = SaidText.objects.filter(pk=known.pk).first()
    return said is None or said.text == words


def _keep(row: SaidRow, words: str) -> int:
    salt = secrets.token_bytes(16)
    row.digest = hashlib.sha256(salt + words.encode()).digest()
    row.save(force_insert=True)
    SaidText.objects.create(said=row, salt=salt, text=words)
    return row.pk


def _check(links: Sequence[SaidLink]) -> None:
    if len(links) > MOST_LINKS or any(link.kind not in LINKED for link in links):
        raise CannotSay(f"It leads to at most {MOST_LINKS} pages of ours: {', '.join(LINKED)}.")
