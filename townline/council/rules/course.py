"""
The course of a file: its lines read one after the other, by what their types do.

What the clock shows and what lists are sorted by both come from here, so that they cannot differ.
Nothing is read from a sentence, and nothing from a type's code: only what its type says it does.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from townline.council.rules.lines import Line
from townline.council.rules.pending import Referrals
from townline.council.rules.rounds import Closing, Flag, Run
from townline.council.rules.vocabulary import ActionType, Effect, Window

OVER = "over"
"""The result of a vote that holds an ordinance over for its next reading."""
HELD_OVER = frozenset({"failed", OVER})
"""Results of a vote that decide nothing yet: too few votes, or a second reading to come."""
NEVER_OPENS = frozenset(
    {Effect.STATES, Effect.NOTES, Effect.RE_REFERS, Effect.PUBLISHES, Effect.TRANSMITS}
    | {Effect.RETURNS, Effect.RECEIVES, Effect.WITHDRAWS, Effect.EXPIRES}
)
"""What begins no round where none runs, unless its type says so: it belongs to the one before."""


BEGINS = frozenset({Effect.RECEIVES, Effect.REFERS})
"""What a round should begin with: a paper, or a motion sent to a body."""


class Phase(Enum):
    """Where an open round stands."""

    RECEIVED = auto()
    COMMITTEE = auto()
    COUNCIL = auto()
    CONTINUED = auto()
    DECIDED = auto()
    MAYOR = auto()
    RETURNED = auto()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the Council voted, or the Mayor said."""

    seq: int
    day: date
    result: str
    window: Window = Window.NONE

    @property
    def decides(self) -> bool:
        """Whether something is decided by it."""
        return self.result not in HELD_OVER


@dataclass(frozen=True, slots=True)
class Said:
    """A line that names a day: the one that it is dated, and the one that it says."""

    seq: int
    day: date
    on: date | None
    result: str = ""


@dataclass(frozen=True)
class Bodies:
    """Which body a name of the record means."""

    codes: Mapping[str, str] = field(default_factory=dict)
    """Codes by name, old names and other spellings too."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What to call a body, by code."""
    council: str = "council"
    """The code of the body that decides."""

    def name(self, code: str) -> str:
        """Return what to call a body."""
        return self.names.get(code, code)

    def code(self, name: object) -> str:
        """Return the body's code; the name itself where the registry does not know it."""
        known = self.codes.get(str(name))
        if known is not None:
            return known
        return self.council if str(name).casefold() == "council" else str(name)


@dataclass(slots=True)
class Course:
    """What was read so far: dates and ``seq`` numbers. The clock says what follows from them."""

    bodies: Bodies
    rounds: list[Run] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    """Lines that stand before the first round."""
    last: Line | None = None
    substantive: Line | None = None
    """The last line that puts off the expiration."""
    unsettled: dict[Effect, Line] = field(default_factory=dict)
    """The last line of each effect of which a setting decides whether it does."""
    unread: Line | None = None
    """The last line of no known type."""
    referrals: Referrals = field(default_factory=Referrals)
    scheduled: Said | None = None
    """When the Council takes it up."""
    continued_open: Line | None = None
    """The line that continued it without a day, if that was the last word."""
    phase: Phase = Phase.RECEIVED
    decision: Decision | None = None
    held_over: Said | None = None
    """The last line that held an ordinance over, with the day of its next reading."""
    decisions: list[Decision] = field(default_factory=list)
    """Everything that the Council decided, of all rounds."""
    mayor: Said | None = None
    returned: Said | None = None
    ordinance: Said | None = None
    urgent: bool = False
    expired: Line | None = None
    """The line by which the record says that the file ended, if nothing followed."""
    said: dict[str, str] = field(default_factory=dict)
    """How the record last called each body, by code: names change, and records stay."""

    def meant(self, name: object) -> str:
        """Return the code of a body that a line names."""
        code = self.bodies.code(name)
        self.said[code] = str(name)
        return code

    def called(self, code: str) -> str:
        """Return what the record calls a body, else what it is called now."""
        return self.said.get(code) or self.bodies.name(code)

    @property
    def round(self) -> Run | None:
        """The last round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def open(self) -> Run | None:
        """The round that runs."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].closed is None else None


def follow(lines: Iterable[Line], types: Mapping[str, ActionType], bodies: Bodies) -> Course:
    """Read lines that stand, in their order; those of unknown types are noted and do nothing."""
    course = Course(bodies)
    for line in lines:
        kind = types.get(line.activity.type)
        effect = Effect.NOTES if kind is None else kind.effect
        course.last = line
        if kind is None:
            course.unread = line
        elif kind.substantive:
            course.substantive = line
            course.expired = None
        elif kind.substantive is None:
            course.unsettled[effect] = line
        run = _round_of(course, line, kind)
        if run is None:
            course.before.append(line.seq)
        if kind is not None and effect in READS:
            READS[effect](course, line, kind)
        elif kind is None and run is not None:
            run.flag(Flag.UNREAD)
    return course


def _round_of(course: Course, line: Line, kind: ActionType | None) -> Run | None:
    """Return the round that a line belongs to; a new one where it opens one."""
    running = course.open
    opens = kind is not None and kind.opens
    if running is None and kind is not None and (opens or _must_open(course, kind)):
        running = Run(len(course.rounds) + 1, line.date, line.seq, course.before)
        course.before = []
        course.rounds.append(running)
        running.flag(Flag.NO_OPENING)
        _begin(course)
    run = running or course.round
    if run is not None:
        run.entries.append(line.seq)
        if kind is not None and kind.effect in BEGINS and run.opened == line.date:
            run.unflag(Flag.NO_OPENING)
    return run


def _must_open(course: Course, kind: ActionType) -> bool:
    # "Council action is final" after the end of a round says it twice; with no round at all it
    # ends one whose beginning the record does not hold.
    if kind.effect is Effect.FINISHES:
        return not course.rounds
    return kind.effect not in NEVER_OPENS


def _begin(course: Course) -> None:
    """Forget what the round before was at."""
    course.referrals = Referrals()
    course.scheduled = course.continued_open = None
    course.phase = Phase.RECEIVED
    course.decision = None
    course.mayor = course.returned = None
    course.urgent = False


def _body(course: Course, line: Line, kind: ActionType) -> str:
    if not kind.body:
        return course.bodies.council
    name = line.activity.parameters.get(kind.body)
    return course.meant(name) if name else course.bodies.council


def _to(course: Course, line: Line, kind: ActionType) -> tuple[str, ...]:
    named = line.activity.parameters.get(kind.to) or ()
    names = (named,) if isinstance(named, str) else tuple(named)
    return tuple(dict.fromkeys(course.meant(name) for name in names))


def _on(line: Line, kind: ActionType) -> date | None:
    """Return the day that a line names; None for words such as "TBD"."""
    on = line.activity.parameters.get(kind.on) if kind.on else None
    return on if isinstance(on, date) else None


def _refers(course: Course, line: Line, kind: ActionType) -> None:
    course.referrals.refer(_to(course, line, kind), line.date, line.seq)
    course.phase = Phase.COMMITTEE


def _re_refers(course: Course, line: Line, kind: ActionType) -> None:
    course.referrals.change(_to(course, line, kind), line.date, line.seq)
    if course.open is not None:
        course.phase = Phase.COMMITTEE


def _schedules(course: Course, line: Line, kind: ActionType) -> None:
    body, on = _body(course, line, kind), _on(line, kind)
    if body != course.bodies.council:
        course.referrals.schedule(body, on, line.date, line.seq)
        course.phase = Phase.COMMITTEE
        return
    if body in course.referrals.by_body:
        course.referrals.schedule(body, on, line.date, line.seq)
    course.scheduled = Said(line.seq, line.date, on)
    course.continued_open = None if on else line
    course.phase = Phase.COUNCIL


def _continues(course: Course, line: Line, kind: ActionType) -> None:
    _schedules(course, line, kind)
    if course.phase is Phase.COUNCIL:
        course.phase = Phase.CONTINUED


def _reports(course: Course, line: Line, kind: ActionType) -> None:
    body = _body(course, line, kind)
    course.referrals.report(body, kind.result, line.date, line.seq)
    if body != course.bodies.council:
        course.phase = Phase.COMMITTEE


def _decides(course: Course, line: Line, kind: ActionType) -> None:
    decision = Decision(line.seq, line.date, kind.result, kind.window)
    course.decision, course.phase = decision, Phase.DECIDED
    course.scheduled = course.continued_open = None
    course.returned = None
    on = _on(line, kind)
    if kind.result == OVER:
        course.held_over = Said(line.seq, line.date, on)
    if not decision.decides and on is not None:
        course.scheduled = Said(line.seq, line.date, on)
    if decision.decides:
        course.decisions.append(decision)
        course.urgent = kind.result == "adopted_urgent"
        if course.bodies.council in course.referrals.by_body:
            course.referrals.report(course.bodies.council, kind.result, line.date, line.seq)
        course.referrals.supersede(line.date, line.seq)


def _reconsiders(course: Course, line: Line, kind: ActionType) -> None:
    if course.decision is None and course.open is not None:
        course.open.flag(Flag.RECONSIDERED_NOTHING)
    course.decision, course.phase = None, Phase.COUNCIL


def _transmits(course: Course, line: Line, kind: ActionType) -> None:
    course.mayor = Said(line.seq, line.date, _on(line, kind))
    course.phase = Phase.MAYOR


def _returns(course: Course, line: Line, kind: ActionType) -> None:
    course.returned = Said(line.seq, line.date, None, kind.result)
    course.phase = Phase.RETURNED


def _finishes(course: Course, line: Line, kind: ActionType) -> None:
    run = course.round
    if run is None:
        return
    if course.decision is None and run.closed is None:
        run.flag(Flag.FINAL_WITHOUT_DECISION)
    _close(course, line, Closing.FINAL)


def _publishes(course: Course, line: Line, kind: ActionType) -> None:
    course.ordinance = Said(line.seq, line.date, _on(line, kind), "urgent" if course.urgent else "")


def _withdraws(course: Course, line: Line, kind: ActionType) -> None:
    _close(course, line, Closing.WITHDRAWN)


def _expires(course: Course, line: Line, kind: ActionType) -> None:
    course.expired = line
    if course.open is not None:
        _close(course, line, Closing.EXPIRED)


def _close(course: Course, line: Line, closing: Closing) -> None:
    if course.round is None:
        return
    if course.round.closed is None:
        course.referrals.supersede(line.date, line.seq)
        course.scheduled = course.continued_open = None
    course.round.close(line.date, line.seq, closing)


READS: dict[Effect, Callable[[Course, Line, ActionType], None]] = {
    Effect.REFERS: _refers,
    Effect.RE_REFERS: _re_refers,
    Effect.SCHEDULES: _schedules,
    Effect.CONTINUES: _continues,
    Effect.REPORTS: _reports,
    Effect.DECIDES: _decides,
    Effect.RECONSIDERS: _reconsiders,
    Effect.TRANSMITS: _transmits,
    Effect.RETURNS: _returns,
    Effect.FINISHES: _finishes,
    Effect.PUBLISHES: _publishes,
    Effect.WITHDRAWS: _withdraws,
    Effect.EXPIRES: _expires,
}
