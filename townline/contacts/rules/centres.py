"""Where contacts are answered, as one edition of a city's folder says it: centres and queues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from townline.cities.rules.city import Words
from townline.contacts.rules.keeping import Kept
from townline.contacts.rules.quality import Question
from townline.contacts.rules.queueing import MISSES, Medium, Queue, WayOut


@dataclass(frozen=True, kw_only=True)
class Level:
    """Which share of contacts is to be answered within which time."""

    within_s: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Callback:
    """How a queue calls back those who do not want to wait."""

    offer_after_s: int = 180
    """It is offered where the wait is estimated to be longer."""
    attempts: int = 3
    """So often somebody is called who does not answer."""
    apart_s: int = 900
    """Between two calls."""
    share: float = 0.5
    """So much of what the agents can answer until the day ends may be promised."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A queue as the folder describes it."""

    code: str
    words: Words
    medium: Medium = Medium.VOICE
    needs: tuple[str, ...] = ()
    """Codes of skills that its agents must have."""
    priority_s: int = 0
    """As if each of its contacts had waited so much longer."""
    ring_s: int = 20
    """How long an offer stands before it goes to another agent."""
    reserve_s: int = 0
    """How long agents who are kept for another language are spared its contacts."""
    level: Level | None = None
    """None: nothing is aimed at."""
    overflow_s: int = 0
    """After so long what waits goes to another queue; 0: it stays."""
    overflow_to: str = ""
    calendar: str = ""
    """The working week in which it answers; empty: that of its centre."""
    limit_s: int = 0
    """After so long nobody waits on for an agent; 0: as long as they like."""
    way_out: WayOut = WayOut.END
    """What becomes of them then."""
    callback: Callback | None = None
    """None: nobody is called back."""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A call centre: 311's own, or a department's."""

    code: str
    words: Words
    department: str
    calendar: str
    """The working week in which it answers."""
    queues: tuple[Line, ...] = ()
    misses: int = MISSES
    """After so many offers in a row that they let pass, an agent is paused."""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Answered:
    """How a contact may have ended for its agent: what is chosen when it is written up."""

    code: str
    words: Words


@dataclass(frozen=True, kw_only=True)
class ContactCentre:
    """All that a folder says of how contacts are answered."""

    centres: tuple[Centre, ...] = ()
    skills: Mapping[str, Words] = field(default_factory=dict)
    dispositions: tuple[Answered, ...] = ()
    quality: tuple[Question, ...] = ()
    """What is asked of contacts that are looked at."""
    recordings_days: int = 90
    kept: Kept = field(default_factory=Kept)
    """How long the rest is kept of what was answered."""
    """For so long the sound of calls and voice messages is kept."""

    @property
    def queues(self) -> Mapping[str, Queue]:
        """All queues by code."""
        return {
            line.code: _queue(centre, line) for centre in self.centres for line in centre.queues
        }

    def line(self, queue: str) -> tuple[Centre, Line] | None:
        """Return a queue as the folder describes it, with its centre; None: there is none."""
        for centre in self.centres:
            for line in centre.queues:
                if line.code == queue:
                    return centre, line
        return None


def _queue(centre: Centre, line: Line) -> Queue:
    return Queue(
        code=line.code,
        centre=centre.code,
        medium=line.medium,
        needs=frozenset(line.needs),
        priority=timedelta(seconds=line.priority_s),
        ring=timedelta(seconds=line.ring_s),
        reserve=timedelta(seconds=line.reserve_s),
        overflow=timedelta(seconds=line.overflow_s),
        overflow_to=line.overflow_to,
        limit=timedelta(seconds=line.limit_s),
        way_out=line.way_out,
        misses=centre.misses,
    )
