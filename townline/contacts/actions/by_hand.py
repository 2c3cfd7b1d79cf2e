"""A contact that no queue brought: somebody at the counter, a letter, an ordinary telephone."""

from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.turns import Caller
from townline.contacts.actions.turnstile import stepping
from townline.contacts.models import Contact, Details
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.queueing import Medium, has_room
from townline.contacts.rules.turns import Turn
from townline.record.verbs import Actor, require

SPOKEN = ("call", "walk_in", "web_call")
"""Channels that take the whole of an agent's attention; the others are written."""


@transaction.atomic
def take_by_hand(*, city: City, came: Caller, agent: int, by: Actor, at: datetime) -> int:
    """
    Let an agent have a contact that came to them past the queue, and return its key.

    It belongs to a queue of theirs of its kind, so that it is counted there.

    :raises NotNow: if they have no room for it
    :raises NoSuchAgent: if there is none
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.TAKEN_BY_HAND)
    medium = Medium.VOICE if came.channel in SPOKEN else Medium.TEXT
    centre = queries.centre_of_agent(city.id, agent)
    with stepping(city_id=city.id, at=at, centres=[centre]) as step:
        who = step.agent(agent)
        if not has_room(who.seen, medium):
            raise NotNow(f"{who.label} has something else in hand.")
        key = _keep(city, came, at)
        phone = (came.details or {}).get("phone", "")
        queue = _queue(city, centre, who.queues, medium)
        before = queries.past_of(city.id, phone, queue=queue, at=at)
        turn = Turn(
            contact=key, number=f"contact-{key}", medium=medium, centre=centre, queue=queue,
            language=came.language, state=State.OFFERED, since=at, place=at, ring_s=0,
            agent=agent, offer_ends_at=at, ordinal=max(1, before.count),
        )  # fmt: skip
        said = {"agent": who.label, "channel": came.channel}
        turn = step.enter(turn, verbs.TAKEN_BY_HAND, by, **said)
        who = who.taking(medium)
        step.put_agent(who)
        step.answer(turn, who, by)
    return key


def _keep(city: City, came: Caller, at: datetime) -> int:
    contact = Contact.objects.create(
        city_id=city.id, channel=came.channel, language=came.language, started_at=at,
        purpose=came.purpose,
    )  # fmt: skip
    if came.details:
        Details.objects.create(contact=contact, **came.details)
    return contact.pk


def _queue(city: City, centre: str, theirs: tuple[str, ...], medium: Medium) -> str:
    """Return the code of the queue that it is counted in."""
    known = queries.contact_centre(city.edition_id).queues
    fit = [q.code for q in known.values() if q.centre == centre and q.medium is medium]
    fit = [code for code in theirs if code in fit] or fit
    return next(iter((*fit, *theirs, *known)), "")
