"""What the city offers: a service with its questions, promises, routes, dates and outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from townline.cities.rules.city import Words
from townline.cities.rules.ladder import Ladder
from townline.hours import Promise

PUBLICITY = ("everything", "structured", "nothing")
"""
How much of a request everyone may read: all of it; all but text and photos until they are
released (the default); or nothing at all, for confidential services.
"""
QUESTION_KINDS = (
    "string", "number", "date", "datetime", "singlevaluelist", "multivaluelist", "text",
)  # fmt: skip
"""``text`` is a notice that asks nothing; the others are Open311's datatypes and ``date``."""
OUTCOME_KINDS = ("done", "nothing_found", "not_done", "not_ours", "duplicate", "cancelled")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a list question."""

    key: str
    words: Words
    refer: Words = field(default_factory=dict)
    """Not the city's: where to go instead. Choosing this option stops the report kindly."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that the service must know."""

    code: str
    kind: str
    words: Words
    help: Words = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Asked only where each named question has one of these answers."""
    minimum: float | None = None
    maximum: float | None = None
    max_length: int = 500
    private: bool = False
    """The answer may identify someone: for the reporter and permitted staff alone."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way in which a request of the service may end."""

    code: str
    kind: str
    words: Words
    """What the resident reads."""
    evidence: bool = False
    """Closing so needs a photo, a reading or a reference."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A rule that names who owns the work; the first that fits wins."""

    department: str
    crew: str = ""
    areas: tuple[str, ...] = ()
    """Area keys (``kind:code``), one of which must hold the place; none means anywhere."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    because: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """What counts as the same thing: open requests within this distance and time."""

    radius_m: float
    window_days: int
    kindred: tuple[str, ...] = ()
    """Other services under which the same thing may be reported: shown to staff alone."""


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days that an order may be served on."""

    area_kind: str = ""
    """Capacity is counted for each area of this kind; empty means for the whole city."""
    capacity: int = 0
    """Orders a day and area; 0 means without limit."""
    lead_days: int = 1
    horizon_days: int = 14
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0 is Monday. A day must also be a working day of the department."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something that an order may list, with the most of it that one order takes."""

    code: str
    words: Words
    limit: int = 1


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A service as it stands in one edition."""

    code: str
    words: Words
    description: Words
    group: str
    group_words: Words
    department: str
    """Who owns the work where no route says otherwise."""
    kind: str = "report"
    """``report`` (something is wrong) or ``order`` (something is wanted, on a date)."""
    keywords: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What residents call it, by language."""
    publicity: str = "structured"
    place: str = "required"
    """``required``, ``optional`` or ``none``."""
    questions: tuple[Question, ...] = ()
    respond: Promise | None = None
    resolve: Promise | None = None
    outcomes: tuple[Outcome, ...] = ()
    routes: tuple[Route, ...] = ()
    nearby: Nearby | None = None
    dates: Dates | None = None
    items: tuple[Item, ...] = ()
    max_items: int = 0
    photos: int = 3
    """How many photos a report may carry."""
    reopen_days: int = 30
    """For how many days after the end its reporter may open a request again."""
    notice: Words = field(default_factory=dict)
    """Shown before the report begins, e.g. "In danger, call 911"."""
    channels: tuple[str, ...] = ()
    """Ways in which it is taken, where not all are: what is urgent may have to be told by phone."""
    assumed: tuple[str, ...] = ()
    """The parts that are our assumption and not the city's published word."""
    aliases: tuple[str, ...] = ()
    """Names that imported data gives this service."""
    escalation: Ladder | None = None
    """Who is told of what is late; None where the city's ladder holds."""

    def takes(self, channel: str) -> bool:
        """Return whether a report of it may come in by a channel."""
        return not self.channels or channel in self.channels

    def outcome(self, code: str) -> Outcome | None:
        """Return the outcome of that code, if the service has it."""
        return next((o for o in self.outcomes if o.code == code), None)

    def question(self, code: str) -> Question | None:
        """Return the question of that code, if the service asks it."""
        return next((q for q in self.questions if q.code == code), None)


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """A service that is not taken for an area and a period."""

    service_code: str
    areas: tuple[str, ...] = ()
    """Area keys; none means the whole city."""
    since: date | None = None
    until: date | None = None
    notice: Words = field(default_factory=dict)
