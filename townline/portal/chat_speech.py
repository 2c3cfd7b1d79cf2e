"""
What the city says by itself in a chat, before a person has it.

It quotes its published answers to the letter, names services and other answers that may be meant,
and says how a request stands. It says nothing of its own, and says so when it does not know.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.cities.rules.city import City, words_in
from townline.contacts import actions as contacts
from townline.contacts.queries import Said
from townline.contacts.rules.saying import SaidLink, Side
from townline.knowledge import actions as counting
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import Answer, NoSuchAnswer
from townline.knowledge.rules.emergencies import Emergency
from townline.portal import answers, choosing, wording
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.queries import NoSuchRequest
from townline.requests.rules import numbering

MISSES = 2
"""After so many questions in a row that it knows nothing to, it asks for a person."""
SERVICES = 3
LEAST_SERVICE = 0.55
"""How well a service must fit to be named."""
_NUMBER = re.compile(r"(?<![\w-])\d{2}-?\d{6,9}-?\d(?![\w-])")
"""What may be a number of a request within a text."""
_WEB = re.compile(r"\b(?:\w+://|www\.)\S+|\S+@\S+")
"""Addresses of the web and of mail: no answer is found by them."""


@dataclass(frozen=True, kw_only=True)
class Speech:
    """One thing that the city says by itself."""

    text: str
    links: tuple[SaidLink, ...] = ()


def warn(city: City, contact: int, found: Emergency, at: datetime) -> None:
    """Say which number helps in an emergency, and nothing else that might be read before it."""
    language = get_language() or ""
    call = _("Call %(call)s") % {"call": found.call}
    links = [SaidLink(kind="call", code=found.call, words=call)]
    for code in found.answers:
        with suppress(NoSuchAnswer):
            today = answers.today_of(city, at)
            links.append(_to_answer(knowledge.answer(city, code, language, today)))
    contacts.say(
        city=city, contact=contact, side=Side.CITY, text=words_in(found.says, language),
        links=links, by=RESIDENT, at=at,
    )  # fmt: skip


def warned(said: Iterable[Said]) -> bool:
    """Return whether a chat was told which number helps in an emergency."""
    return any(link.kind == "call" for each in said for link in each.links)


def speak(city: City, contact: int, question: str, at: datetime) -> bool:
    """Say what the city knows to a question; return whether it knew anything."""
    known = tuple(_known(city, question, at))
    none = Speech(
        text=_("None of our answers is about this. Try other words, or ask for a person.")
    )
    for each in known or (none,):
        contacts.say(
            city=city, contact=contact, side=Side.CITY, text=each.text, links=each.links,
            by=RESIDENT, at=at,
        )  # fmt: skip
        for link in each.links:
            if link.quoted:
                counting.count_asked(city=city, code=link.code, by=RESIDENT, at=at)
    return bool(known)


def misses(said: Sequence[Said]) -> int:
    """Return how many questions in a row the city had nothing to say to, up to the last."""
    count = 0
    for each in reversed(said):
        if each.side is Side.CITY and each.links:
            break
        count += each.side is Side.CITY
    return count


def _known(city: City, question: str, at: datetime) -> list[Speech]:
    stands = _how_it_stands(city, question, at)
    if stands:
        return stands
    language, question = get_language() or "", _WEB.sub(" ", question)
    reply = knowledge.reply(city, question, language, answers.today_of(city, at))
    known: list[Speech] = []
    if reply.answer:
        quoted = "\n".join(reply.passages)
        known.append(Speech(text=quoted, links=(_to_answer(reply.answer, quoted=True),)))
    if reply.others and not reply.answer:
        others = tuple(map(_to_answer, reply.others))
        known.append(Speech(text=_("Perhaps one of these answers is what you mean:"), links=others))
    services = _services(city, question, at)
    if services:
        known.append(Speech(text=_("You can ask the city for this here:"), links=services))
    return known


def _services(city: City, question: str, at: datetime) -> tuple[SaidLink, ...]:
    found = choosing.find(city, question, at, most=SERVICES)
    if found.score < LEAST_SERVICE:
        return ()
    return tuple(
        SaidLink(kind="service", code=each.code, words=each.name)
        for each in found.choices
        if each.online and not each.stopped
    )


def _how_it_stands(city: City, question: str, at: datetime) -> list[Speech]:
    numbers = dict.fromkeys(filter(None, map(_read, _NUMBER.findall(question))))
    return [_stand(city, number, at) for number in list(numbers)[:SERVICES]]


def _read(text: str) -> str:
    try:
        return numbering.read(text)
    except ValueError:
        return ""


def _stand(city: City, number: str, at: datetime) -> Speech:
    language = get_language() or ""
    try:
        shown = requests.by_anyone(city, number, language=language, at=at, history=False)
    except NoSuchRequest:
        says = _("There is no request %(number)s that everyone may read.") % {"number": number}
        return Speech(text=says)
    says = _("Request %(number)s, %(service)s: %(stand)s.") % {
        "number": number, "service": shown.service_name, "stand": wording.stand(shown).words,
    }  # fmt: skip
    return Speech(text=says, links=(SaidLink(kind="request", code=number, words=number),))


def _to_answer(answer: Answer, *, quoted: bool = False) -> SaidLink:
    return SaidLink(
        kind="answer", code=answer.code, words=answer.question, language=answer.language,
        quoted=quoted,
    )  # fmt: skip
