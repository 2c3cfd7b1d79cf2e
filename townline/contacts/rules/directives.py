"""What a supervisor directs of a queue for a while: other hours on a day, an announcement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from townline.contacts.rules.shifts import Stretch
from townline.hours import Span, WorkingWeek


class Kind(StrEnum):
    """What is directed."""

    HOURS = "hours"
    ANNOUNCEMENT = "announcement"
    BREAK = "break"
    """An agent is put on a break."""
    OUT = "out"
    """An agent is logged out who left."""
    TAKEN_BACK = "taken_back"


class Undirectable(ValueError):
    """Something cannot be directed; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Directive:
    """What is directed of one queue, or of one agent."""

    kind: Kind
    queue: str = ""
    day: date | None = None
    """For which day of the city hours are meant."""
    opens: time | None = None
    closes: time | None = None
    """00:00 is the end of the day; without both the queue stays closed."""
    words: Mapping[str, str] = field(default_factory=dict)
    """An announcement, by language."""
    until: datetime | None = None
    """When it is over by itself."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The hours that are directed."""
        return ((self.opens, self.closes),) if self.opens and self.closes is not None else ()


@dataclass(frozen=True, kw_only=True)
class Directed:
    """A directive as it was given: by whom, when, and whether it still stands."""

    id: int
    at: datetime
    by: str
    directive: Directive
    agent: str = ""
    """How the record names the agent whom it is about."""
    taken_back_at: datetime | None = None
    taken_back_by: str = ""

    def stands(self, at: datetime) -> bool:
        """Return whether it holds at a moment."""
        until = self.directive.until
        return self.taken_back_at is None and (until is None or at < until)


def check(directive: Directive) -> None:
    """
    See to it that something can be directed.

    :raises Undirectable: if the queue would close before it opens, or an announcement is empty
    """
    opens, closes = directive.opens, directive.closes
    if directive.kind is Kind.HOURS:
        if (opens is None) != (closes is None):
            raise Undirectable("Hours have an opening and a closing, or neither.")
        if opens is not None and closes is not None and time(0) < closes <= opens:
            raise Undirectable("A queue cannot close before it opens.")
    if directive.kind is Kind.ANNOUNCEMENT and not any(directive.words.values()):
        raise Undirectable("An announcement says something.")


def hours_of(week: WorkingWeek, said: Iterable[Directed], day: date) -> tuple[Span, ...]:
    """
    Return when a queue is open on a day: as was directed last, else by its working week.

    :param said: what was directed of the queue, in any order; what was taken back does not count
    """
    meant = [
        each
        for each in said
        if each.directive.kind is Kind.HOURS
        and each.directive.day == day
        and each.taken_back_at is None
    ]
    if meant:
        return max(meant, key=lambda each: each.id).directive.spans
    return week.spans_on(day)


def open_at(week: WorkingWeek, said: Iterable[Directed], at: datetime) -> bool:
    """Return whether a queue is open at a moment, as was directed, else by its working week."""
    local = at.astimezone(week.zone)
    now = local.time()
    spans = hours_of(week, said, local.date())
    return any(opens <= now and (now < closes or closes == time(0)) for opens, closes in spans)


def stretches_of(week: WorkingWeek, said: Iterable[Directed], day: date) -> tuple[Stretch, ...]:
    """Return from when until when a queue is open on a day, as moments."""
    return tuple(
        Stretch(
            datetime.combine(day, opens, week.zone),
            datetime.combine(day, closes, week.zone) if closes != time(0) else end_of(day, week),
        )
        for opens, closes in hours_of(week, said, day)
    )


def announcement(said: Iterable[Directed], at: datetime) -> Directed | None:
    """Return the announcement that stands at a moment: the last that was given."""
    standing = (
        each for each in said if each.directive.kind is Kind.ANNOUNCEMENT and each.stands(at)
    )
    return max(standing, key=lambda each: each.id, default=None)


def end_of(day: date, week: WorkingWeek) -> datetime:
    """Return the moment at which a day of the city ends."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=week.zone)
