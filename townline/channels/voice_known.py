"""What the telephone can tell: how requests stand, answers, bulletins; in words to be heard."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from townline.channels import voice_words
from townline.channels.rules.ivr import spelled
from townline.channels.rules.menu import Told
from townline.channels.rules.phrases import Phrase
from townline.cities.rules.city import City, words_in
from townline.contacts import queries as heard
from townline.contacts.rules.voice import Choice, Voice
from townline.knowledge import queries as knowledge
from townline.knowledge.rules.bulletins import GRAVEST
from townline.requests import queries as requests
from townline.ui import markdown

LONGEST_HEARD = 700
"""Characters of an answer that are read: about a minute."""
SENTENCE_END = re.compile(r"(?<=[.!?。։])\s*")
STATUSES: Mapping[str, str | Promise] = {
    "received": _("we have it"),
    "open": _("it is with the department"),
    "in_progress": _("work is under way"),
    "waiting": _("it waits for an answer of whoever reported it"),
    "paused": _("it is paused"),
    "joined": _("it was joined to an earlier report"),
    "closed": _("it is closed"),
}


@dataclass(frozen=True, kw_only=True)
class OnThePhone:
    """What a menu of one city asks, at one moment."""

    city: City
    voice: Voice
    at: datetime

    def say(self, phrase: Phrase, language: str, **blanks: object) -> str:
        """Return a phrase in a language."""
        return voice_words.say(phrase, language, **blanks)

    def status(self, number: str, language: str) -> str:
        """Return how a request stands, empty where everyone may not know of it."""
        try:
            shown = requests.by_anyone(
                self.city, number, language=language, at=self.at, history=False
            )
        except requests.NoSuchRequest:
            return ""
        with translation.override(language):
            status = str(STATUSES.get(shown.status, STATUSES["received"]))
        ended = f" {shown.outcome_words}" if shown.outcome_words else ""
        blanks = {"number": spelled(number), "service": shown.service_name, "status": status}
        return voice_words.say(Phrase.STATUS, language, **blanks) + ended

    def answers(self, language: str, most: int) -> Sequence[Told]:
        """Return what is asked most, as far as it is answered in the language."""
        on = self.at.astimezone(self.city.zone).date()
        found = (a for a in knowledge.answers(self.city, language, on) if a.translated)
        told = (
            Told(code=each.code, title=each.question, text=heard_of(markdown.plain(each.body)))
            for each in found
        )
        return tuple(each for each, _position in zip(told, range(most), strict=False))

    def bulletins(self, language: str, *, urgent: bool) -> Sequence[Told]:
        """Return what the city tells now."""
        found = knowledge.bulletins(self.city, language, self.at)
        return tuple(
            Told(code=each.number, title=each.title.rstrip("."), text=heard_of(each.body))
            for each in found
            if each.translated and (not urgent or each.importance == GRAVEST)
        )

    def name(self, language: str) -> str:
        """Return the city's greeting."""
        own = self.voice.greeting.get(language)
        return own or voice_words.say(Phrase.GREETING, language, city=self.city.name)

    def is_open(self, queue: str) -> bool:
        """Return whether a queue is open; one that the city has no more is not."""
        try:
            return heard.opening_of(self.city, queue, self.at).open
        except heard.NoSuchQueue:
            return False

    def called(self, choice: Choice, language: str) -> str:
        """Return what the queue of a choice is called."""
        if choice.words:
            return words_in(choice.words, language)
        return queue_name(self.city, choice.queue, language)


def queue_name(city: City, code: str, language: str) -> str:
    """Return what a queue is called, its code where the city has no such one any more."""
    centres = heard.contact_centre(city.edition_id).centres
    lines = (line for centre in centres for line in centre.queues)
    return next((words_in(line.words, language) for line in lines if line.code == code), code)


def heard_of(text: str) -> str:
    """
    Return as many whole sentences as somebody listens to.

    >>> heard_of("It is free. Call first.")
    'It is free. Call first.'
    """
    kept = ""
    for sentence in SENTENCE_END.split(" ".join(text.split())):
        if kept and len(kept) + len(sentence) > LONGEST_HEARD:
            break
        kept = f"{kept} {sentence}".strip()
    return kept[: 2 * LONGEST_HEARD]
