"""A person is asked for in a chat."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Caller
from townline.contacts.queries import Chat, Opening
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.saying import Side
from townline.portal import chat_speech
from townline.record.verbs import RESIDENT


def opening(city: City, at: datetime) -> Opening | None:
    """Return whether people answer chats at a moment; None where nobody ever does."""
    queue = heard.written_queue(city.edition_id)
    return heard.opening_of(city, queue.code, at) if queue else None


def ask_for_one(city: City, now: Chat, at: datetime, *, unasked: bool = False) -> bool:
    """
    Let a chat wait for an agent; return whether it does.

    :param unasked: the resident did not ask for it: the city does not know on
    """
    queue = heard.written_queue(city.edition_id)
    if queue is None:
        _say(city, now, _("No one answers chats in this city. Call us, or send a request."), at)
        return False
    if not heard.opening_of(city, queue.code, at).open:
        _say(city, now, _("No one is here now. Leave us a message, and we answer by e-mail."), at)
        return False
    came = Caller(channel="chat", language=now.language, contact=now.contact)
    try:
        contacts.take_in(city=city, came=came, queue=queue, by=RESIDENT, at=at)
    except NotNow:  # another tab was faster
        return False
    if chat_speech.warned(heard.said(city.id, now.contact)):
        contacts.mark_grave(city=city, contact=now.contact, by=RESIDENT, at=at)
    says = _("A person will read this as soon as one is free. You can write on.")
    if unasked:
        says = _("We could not answer twice, so we ask a person to help. You can write on.")
    _say(city, now, says, at)
    if told := heard.announced(city, queue.code, now.language, at):
        _say(city, now, told, at)
    return True


def take_message(city: City, now: Chat, *, text: str, email: str, at: datetime) -> None:
    """Take a message of a chat that nobody is there for: it is answered by mail."""
    came = contacts.Came(
        medium="email", sender={"email": email, "told_by": "email"}, language=now.language,
        text=text, subject=_("Your message from the chat"),
        name=f"chat-{now.contact}-{fresh_name()}",
    )  # fmt: skip
    letter = contacts.take_letter(city_id=city.id, came=came, by=RESIDENT, at=at)
    if letter is not None:
        contacts.queue_letter(city=city, letter_id=letter, by=RESIDENT, at=at)
    _say(city, now, _("We have your message. A person answers by e-mail."), at)
    contacts.finish_contact(city=city, contact=now.contact, by=RESIDENT, at=at)


def fresh_name() -> str:
    """Return what a page calls what is written on it next."""
    return secrets.token_urlsafe(12)


def _say(city: City, now: Chat, text: str, at: datetime) -> None:
    contacts.say(city=city, contact=now.contact, side=Side.CITY, text=text, by=RESIDENT, at=at)
