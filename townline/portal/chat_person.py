"""A person is asked for in a chat."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Caller
from townline.contacts.queries import Chat
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.queueing import Medium, Queue
from townline.contacts.rules.saying import Side
from townline.record.verbs import RESIDENT


def queue_of(city: City) -> Queue | None:
    """Return where chats wait: the first queue for texts of the city's folder; None without one."""
    centre = heard.contact_centre(city.edition_id)
    return next((each for each in centre.queues.values() if each.medium is Medium.TEXT), None)


def ask_for_one(city: City, now: Chat, at: datetime, *, unasked: bool = False) -> bool:
    """
    Let a chat wait for an agent; return whether it does.

    :param unasked: the resident did not ask for it: the city does not know on
    """
    queue = queue_of(city)
    if queue is None:
        _say(city, now, _("No one answers chats in this city. Call us, or send a request."), at)
        return False
    came = Caller(channel="chat", language=now.language, contact=now.contact)
    try:
        contacts.take_in(city=city, came=came, queue=queue, by=RESIDENT, at=at)
    except NotNow:  # another tab was faster
        return False
    says = _("A person will read this as soon as one is free. You can write on.")
    if unasked:
        says = _("We could not answer twice, so we ask a person to help. You can write on.")
    _say(city, now, says, at)
    return True


def fresh_name() -> str:
    """Return what a page calls what is written on it next."""
    return secrets.token_urlsafe(12)


def _say(city: City, now: Chat, text: str, at: datetime) -> None:
    contacts.say(city=city, contact=now.contact, side=Side.CITY, text=text, by=RESIDENT, at=at)
