"""Text messages that come in: words that end them, and what is put to a request."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from townline.channels.rules import keywords, segments
from townline.channels.thread import put
from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.queries import LetterShown
from townline.contacts.queries.letters import left_lying
from townline.contacts.rules.reach import phone_number
from townline.knowledge import queries as knowledge
from townline.knowledge.rules.emergencies import Emergency
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.queries import Theirs

LONGEST = 4000
MENU = 5
"""Requests that a menu offers at most: more do not fit in a text."""
MENU_LASTS = timedelta(hours=24)
"""How long a choice is still taken for one; after that a lone digit is a text like others."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text message that came in."""

    sender: str
    body: str
    name: str
    """How the provider calls it, so that one that comes twice is kept once."""


def take(city: City, text: Text, *, at: datetime) -> str:
    """Take a message in and return the answer to it; empty where it takes none."""
    sender = phone_number(text.sender)
    if not sender:
        return ""
    known = tuple(heard.same_address(city_id=city.id, medium="sms", address=sender))
    with translation.override(_language(city, known)):
        word = keywords.meant(text.body)
        if not word:
            grave = knowledge.emergency_in(city, text.body)
            if grave:
                return segments.fit(_grave(city, sender, text, grave, at))
            return segments.fit(_said(city, sender, known, text, at))
    spoken = keywords.language_of(text.body)
    with translation.override(spoken if spoken in city.languages else _language(city, known)):
        return _obey(city, sender, word, at)


def _language(city: City, known: tuple[int, ...]) -> str:
    """Return the language that somebody spoke last, if the city speaks it."""
    last = heard.reach_of(known[0]) if known else None
    return last.language if last and last.language in city.languages else city.languages[0]


def _obey(city: City, sender: str, word: str, at: datetime) -> str:
    phone: dict[str, Any] = {"city_id": city.id, "medium": "sms", "address": sender}
    if word == "stop":
        contacts.silence(**phone, reason="stop", by=RESIDENT, at=at)
        words = _("{city}: You get no more texts from us. To get them again, reply START.")
    elif word == "start":
        contacts.listen_again(**phone, by=RESIDENT, at=at)
        words = _("{city}: You will get texts about your requests again. To end them, reply STOP.")
    else:
        words = _("{city}: Write what you want to tell us. By phone: {phone}. To end, reply STOP.")
        words = f"{words} {_('In an emergency, call 911.')}"
    return segments.fit(words.format(city=city.name, phone=city.phone or "311"))


def _grave(city: City, sender: str, text: Text, found: Emergency, at: datetime) -> str:
    """Say which number helps at once, and let a person read it, whatever request it is about."""
    letter = _keep(city, sender, text, (), at)
    if letter is None:
        return ""
    key = contacts.queue_letter(city=city, letter_id=letter, by=RESIDENT, at=at)
    if key is not None:
        contacts.mark_grave(city=city, contact=key, by=RESIDENT, at=at)
    says = words_in(found.says, translation.get_language() or "")
    return f"{says} {_('We may read this much later. Do not wait for us.')}"


def _said(city: City, sender: str, known: tuple[int, ...], text: Text, at: datetime) -> str:
    """Put what was said to the request that is meant, ask which one it is, or keep it."""
    theirs = requests.of_contacts(
        city, known, language=translation.get_language() or "", open_only=True, most=MENU
    )
    waiting = heard.waiting_text(city.id, known, since=at - MENU_LASTS)
    if waiting is not None:
        choice = keywords.chosen(text.body, len(waiting.offered))
        if choice is not None:
            return _choose(city, waiting, choice, at)
    letter = _keep(city, sender, text, theirs, at)
    if letter is None:
        return ""
    number = _meant(city, known, theirs, text.body)
    if number:
        return _put(city, letter, number, at)
    return _menu(theirs) if theirs else _for_a_person(city, letter, at)


def _meant(city: City, known: tuple[int, ...], theirs: tuple[Theirs, ...], body: str) -> str:
    """Return the number of the request that a message is about; empty where it is unclear."""
    named = keywords.numbers_in(body)
    if named:
        every = requests.of_contacts(city, known, language="", most=200)
        return next((one.number for one in every if one.number in named), "")
    asked = [one for one in theirs if one.status == "waiting"]
    only = asked if asked else theirs
    return only[0].number if len(only) == 1 else ""


def _keep(
    city: City, sender: str, text: Text, theirs: tuple[Theirs, ...], at: datetime
) -> int | None:
    """
    Keep the message first, so that nothing is lost whatever comes after.

    None if it came before, and got where it belongs.
    """
    fresh = text.name or f"{sender} {at.isoformat()} {secrets.token_hex(8)}"
    came = contacts.Came(
        medium="sms",
        sender={"phone": sender, "told_by": "sms"},
        language=translation.get_language() or "",
        text=text.body,
        name=fresh,
        offered=[one.number for one in theirs],
    )
    kept = contacts.take_letter(city_id=city.id, came=came, by=RESIDENT, at=at)
    return kept or left_lying(city, fresh)


def _choose(city: City, waiting: LetterShown, choice: int, at: datetime) -> str:
    if choice == 0:
        contacts.offer_nothing(letter_id=waiting.id, by=RESIDENT, at=at)
        return _for_a_person(city, waiting.id, at)
    return _put(city, waiting.id, waiting.offered[choice - 1], at)


def _put(city: City, letter_id: int, number: str, at: datetime) -> str:
    if put(city, letter_id, number, by=RESIDENT, at=at):
        contacts.leave_queue(city=city, letter_id=letter_id, by=RESIDENT, at=at)
        return _("Thank you. Your message is with request {number}.").format(number=number)
    return _for_a_person(city, letter_id, at)


def _for_a_person(city: City, letter_id: int, at: datetime) -> str:
    contacts.queue_letter(city=city, letter_id=letter_id, by=RESIDENT, at=at)
    return _("Thank you. A person will read your message.")


def _menu(theirs: tuple[Theirs, ...]) -> str:
    lines = [f"{n} {one.service[:24]} {one.number};" for n, one in enumerate(theirs, 1)]
    return _("Which request is it about? Reply {menu} 0 something else.").format(
        menu=" ".join(lines)
    )
