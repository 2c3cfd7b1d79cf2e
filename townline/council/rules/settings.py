"""What a city's folder says of its council: numbers of files, limits and days, the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from townline.council.rules.agendas import ITEMS, Section


@dataclass(frozen=True, kw_only=True)
class Recess:
    """Days without a regular meeting, both ends included."""

    start: date
    end: date
    source: str = ""
    since: date | None = None
    """The day from which the calendar says so; None: always."""
    until: date | None = None
    """The first day on which it no longer says so; None: it still does."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When the council meets by rule; meetings of the record go before it."""

    weekdays: tuple[int, ...] = ()
    """Days of regular meetings, Monday is 0."""
    recesses: tuple[Recess, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClockSettings:
    """The limits that a file's clock goes by. Those named in ``assumed`` rest on no evidence."""

    expires_after_years: int = 2
    statements_reset: bool = False
    """Whether a community impact statement puts off the expiration."""
    documents_reset: bool = False
    """Whether a submitted document does."""
    leap_day: str = "before"
    """What 29 February is in a year without one: ``before`` is 28 February, ``after`` 1 March."""
    mayor_days: int = 10
    ordinance_days: int = 31
    """Days from publication until an ordinance is in force, unless it is urgent."""
    assumed: frozenset[str] = frozenset({"statements_reset", "documents_reset", "leap_day"})
    sources: Mapping[str, str] = field(default_factory=dict)
    """What the city calls the rule behind a value, by the rule's code (``reasons.Rule``), e.g.
    ``reconsideration = "Council Rule 51"``."""


@dataclass(frozen=True, kw_only=True)
class NumberSettings:
    """How the city writes the numbers of its files."""

    format: str = "{yy}-{serial:4}[-S{supplement}]"
    century_from: int = 1950
    """The first year that two digits can mean."""
    prefixes: tuple[str, ...] = ()
    """The kinds that ``{prefix}`` can be, as they are written; none means any letters."""


@dataclass(frozen=True, kw_only=True)
class ReportSettings:
    """How the clerk is reminded of reports that are owed."""

    remind_days: int = 7
    """How many days before its day a report is called due soon."""
    email: str = ""
    """Where the clerk's office is reminded; empty: at the desk alone."""


@dataclass(frozen=True, kw_only=True)
class CouncilSettings:
    """All of it."""

    council: str = "council"
    """The code of the body that decides."""
    members: int = 15
    quorum: int = 10
    majority: int = 8
    thresholds: Mapping[str, int] = field(default_factory=dict)
    """Votes needed by what is asked, e.g. ``without_hearing = 10``, ``urgency = 12``."""
    notice_hours: Mapping[str, int] = field(default_factory=lambda: {"regular": 72, "special": 24})
    office: str = ""
    """Whose papers these are, as printed at the top of reports."""
    system: str = "Council File Management System"
    """What generated a report, in the words that are printed."""
    legistar_client: str = ""
    """The client in the addresses of the Legistar interface."""
    division: str = ""
    """The Open Civic Data division of the city."""
    numbers: NumberSettings = NumberSettings()
    clock: ClockSettings = ClockSettings()
    calendar: Calendar = Calendar()
    reports: ReportSettings = ReportSettings()
    sections: tuple[Section, ...] = (ITEMS,)
    """The parts of an agenda, in their order; there is always one."""
