"""How the city answers the telephone, as one edition of its folder says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from townline.cities.rules.city import Words

KEYS = "1234567890"
"""What a choice can have; the star is for the languages everywhere, the pound key ends numbers."""
BACK = "*"
MOST_ANSWERS = 8
"""So many answers have a key in one list; 9 and 0 are taken there."""
WITHHELD = frozenset({
    "", "anonymous", "restricted", "private", "unavailable", "unknown", "blocked", "withheld",
    "+266696687", "266696687", "+7378742833", "+2562533", "+8656696", "+86282452253",
})  # fmt: skip
"""What carriers say in place of a number that is withheld; the digits spell such words on keys."""


class Does(StrEnum):
    """What a key of the menu leads to."""

    STATUS = "status"
    """Where a request stands, by its number."""
    ANSWERS = "answers"
    """What is asked most, read aloud."""
    BULLETINS = "bulletins"
    QUEUE = "queue"
    VOICEMAIL = "voicemail"
    OPERATOR = "operator"
    """A person, in the queue of the line."""
    RELAY = "relay"
    """A person, for a call by a relay service (711) or a TTY, which takes its own time."""


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """A language of the menu."""

    code: str
    key: str
    """By which it is chosen."""
    tag: str
    """How the carrier calls it: ``es-MX``."""
    voice: str = ""
    """The carrier's name of a voice; empty: the carrier chooses."""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Dialled:
    """A telephone number of the city."""

    number: str
    """In international form."""
    queue: str
    """Where its callers wait for a person."""
    words: Words
    language: str = ""
    """Where it is one language's own number: nobody is asked which one they speak."""
    relay: bool = False
    """A number for relay calls and TTY alone."""
    answer: str = ""
    """The answer that its callers mostly want; a console shows it."""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A key of the menu."""

    key: str
    does: Does
    queue: str = ""
    """Where it leads, if it does ``queue``."""
    words: Words = field(default_factory=dict)
    """What it is called where it leads to a queue."""
    most: int = 5
    """How many answers it offers."""


@dataclass(frozen=True, kw_only=True)
class Voice:
    """All that a folder says of calls; without a number the city takes none."""

    numbers: tuple[Dialled, ...] = ()
    languages: tuple[Tongue, ...] = ()
    choices: tuple[Choice, ...] = ()
    greeting: Words = field(default_factory=dict)
    """What a caller hears first; empty: the name of the city."""
    voicemail: str = ""
    """The queue, of written contacts, where messages wait for somebody; empty: none are taken."""
    longest_message_s: int = 120

    def dialled(self, number: str) -> Dialled:
        """Return what is known of a number; of an unknown one the first, so that it is answered."""
        return next((each for each in self.numbers if each.number == number), self.numbers[0])

    @property
    def tongues(self) -> Mapping[str, Tongue]:
        """Languages by code."""
        return {each.code: each for each in self.languages}


def caller(written: str) -> str:
    """
    Return whom a carrier says a call is from, empty where the number is withheld.

    Of a withheld number nothing is guessed: not who it is, nor that two calls are from one person.

    >>> caller("+12135550101"), caller("anonymous"), caller("+266696687")
    ('+12135550101', '', '')
    """
    plain = written.strip()
    if plain.lower() in WITHHELD or "@" in plain:
        return ""
    return plain if re.fullmatch(r"\+?[0-9]{7,15}", plain) else ""
