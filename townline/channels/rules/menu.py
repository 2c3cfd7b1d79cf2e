"""What a menu of the telephone is made of: where a caller is, what they did, what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from townline.channels.rules.calling import Tree
from townline.channels.rules.phrases import Phrase
from townline.contacts.rules.voice import Choice


class Node(StrEnum):
    """Where in the menu a caller is."""

    LANGUAGE = "language"
    MENU = "menu"
    NUMBER = "number"
    """A request's number is asked for."""
    STATUS = "status"
    ANSWERS = "answers"
    ANSWER = "answer"
    BULLETINS = "bulletins"
    VOICEMAIL = "voicemail"
    WAITING = "waiting"
    """In the queue; the menu is behind them."""
    OVER = "over"


class Did(StrEnum):
    """What a caller did."""

    CAME = "came"
    PRESSED = "pressed"
    SILENT = "silent"
    RECORDED = "recorded"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that a caller did."""

    did: Did
    digits: str = ""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """Where a caller is."""

    node: Node = Node.LANGUAGE
    language: str = ""
    tries: int = 0
    """Silences and wrong keys since something went right."""
    about: str = ""
    """The request or the answer that was told last."""
    told: tuple[str, ...] = ()
    """All of them, in their order: ``status:NUMBER``, ``answer:CODE``."""
    relay: bool = False


@dataclass(frozen=True, kw_only=True)
class Enter:
    """The caller goes on to wait for a person."""

    queue: str
    relay: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """What comes of an event."""

    stand: Stand
    tree: Tree = ()
    enter: Enter | None = None
    """Then the tree is what is said before the call waits."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that can be read aloud."""

    code: str
    title: str
    text: str


class Known(Protocol):
    """What the machine asks others."""

    def say(self, phrase: Phrase, language: str, **blanks: object) -> str:
        """Return a phrase in a language."""
        ...

    def status(self, number: str, language: str) -> str:
        """Return what everyone may hear of a request, empty where that is nothing."""
        ...

    def answers(self, language: str, most: int) -> Sequence[Told]:
        """Return what is asked most."""
        ...

    def bulletins(self, language: str, *, urgent: bool) -> Sequence[Told]:
        """Return what the city tells now; of ``urgent`` only what nobody may miss."""
        ...

    def name(self, language: str) -> str:
        """Return what the city's greeting is."""
        ...

    def is_open(self, queue: str) -> bool:
        """Return whether somebody answers a queue at this hour."""
        ...

    def called(self, choice: Choice, language: str) -> str:
        """Return what a queue is called."""
        ...
