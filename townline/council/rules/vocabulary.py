"""
What can be said of a council file: the types of activities that a city's clerk uses, as its folder
describes them, and an activity as a value.

An activity is a type, the version of the wording it was said in, and what fills the blanks. Its
sentence is not kept apart from these: ``grammar`` makes the one from the other, both ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

OTHER = "other"
"""The type of a sentence that no template fits; its one parameter, ``text``, is the sentence."""


class Slot(StrEnum):
    """What may fill a blank."""

    BODY = "body"
    """One name of the registry, of the kinds that the parameter lists."""
    BODIES = "bodies"
    """One or more names of it, joined by "; "."""
    DATE = "date"
    """A day, as "November 1, 2022"."""
    DATE_OR_TEXT = "date_or_text"
    """A day, or words such as "TBD" or "for 30 days."."""
    TEXT = "text"
    """Words, at least one."""
    COMMENT = "comment"
    """Words, or nothing: then only the blanks around them stay."""
    AMENDMENTS = "amendments"
    """Amending motions, each with its number, movers and seconder."""
    DOCUMENTS = "documents"
    """Lines of the document grammar, after a blank or an empty line."""


class Medium(StrEnum):
    """Where a sentence is read: pages keep blanks at its end, printed reports trim them."""

    WEB = "web"
    PRINT = "print"


class Effect(StrEnum):
    """What an activity does to its file."""

    RECEIVES = "receives"
    """A document came in: opens a round where none is open."""
    STATES = "states"
    """A neighbourhood council said what it thinks."""
    REFERS = "refers"
    """The bodies of ``to`` have it before them now."""
    RE_REFERS = "re_refers"
    """A correction: the bodies of ``to`` have it instead of those of the last referral."""
    SCHEDULES = "schedules"
    """The body will take it up on ``on``."""
    CONTINUES = "continues"
    """The body takes it up on ``on`` instead; a text there leaves the day open."""
    REPORTS = "reports"
    """The committee is done with it, with ``result``."""
    DECIDES = "decides"
    """The Council voted, with ``result``; ``window`` says what may still undo it."""
    RECONSIDERS = "reconsiders"
    """The Council took back what it decided last."""
    TRANSMITS = "transmits"
    """It went to the Mayor, who has until ``on``."""
    RETURNS = "returns"
    """The Mayor is done with it, with ``result``: approved, vetoed, returned unsigned."""
    FINISHES = "finishes"
    """Council action is final: the round ends."""
    PUBLISHES = "publishes"
    """Its ordinance was published, in force from ``on``."""
    WITHDRAWS = "withdraws"
    """It was taken back before a decision: the round ends."""
    EXPIRES = "expires"
    """The file ended for want of action."""
    NOTES = "notes"
    """Nothing that a clock looks at."""


class Window(StrEnum):
    """What may still undo a decision."""

    RECONSIDERATION = "reconsideration"
    """Open until the next regular meeting of the Council has ended."""
    NONE = "none"
    """Forthwith: sent at once."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A blank of a type's templates."""

    name: str
    slot: Slot
    kinds: tuple[str, ...] = ()
    """Kinds of bodies that may stand there; none means any."""
    words: tuple[str, ...] = ()
    """The only words that may stand there, for texts that are one of a few."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """One wording of a type, e.g. ``{body} approved item(s) {comment}.``; kept for ever."""

    version: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ActionType:
    """A kind of activity."""

    code: str
    label: Mapping[str, str]
    """How lists and filters call it, by language."""
    templates: tuple[Template, ...]
    """Newest first: new activities are said in the first."""
    parameters: tuple[Parameter, ...] = ()
    effect: Effect = Effect.NOTES
    result: str = ""
    """For what reports, decides or returns: e.g. ``approved``, ``adopted``, ``vetoed``."""
    window: Window = Window.NONE
    body: str = ""
    """The parameter that names the body which acts; empty for the Council itself."""
    to: str = ""
    """The parameter with the bodies it goes to."""
    on: str = ""
    """The parameter with the day that it names."""
    substantive: bool | None = False
    """Whether it puts off the file's expiration; None where only a setting decides."""
    opens: bool = False
    """Whether it opens a round where none is open."""
    ocd: tuple[str, ...] = ()
    """Open Civic Data's classes of it."""
    votes: tuple[str, ...] = ()
    """What records write of a vote that came to the same, e.g. ``Adopted, Ordinance Over``."""

    def parameter(self, name: str) -> Parameter | None:
        """Return a parameter by name."""
        return next((p for p in self.parameters if p.name == name), None)


@dataclass(frozen=True, kw_only=True)
class BodyName:
    """What a body was called for a time, by the first and the day after the last; None: open."""

    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Body:
    """Whoever can act, be sent a file or send papers: council, committee, department, mayor."""

    code: str
    """Stays as it is through all its names."""
    kind: str
    """``council``, ``committee``, ``board``, ``neighborhood_council``, ``department``,
    ``officer`` or ``mayor``."""
    names: tuple[BodyName, ...]
    """Newest first."""
    short: str = ""
    """As file names of documents have it, e.g. ``plum``."""
    aliases: tuple[str, ...] = ()
    """Spellings that are read, and never written."""
    parent: str = ""

    @property
    def name(self) -> str:
        """Its present name."""
        return self.names[0].text


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All that sentences of a city's files are made of."""

    types: tuple[ActionType, ...] = ()
    bodies: tuple[Body, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What a sentence means."""

    type: str
    template: str = ""
    """The version of the wording."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """A ``str`` for body, text and comment, a ``date`` for a day, a tuple for the others."""
