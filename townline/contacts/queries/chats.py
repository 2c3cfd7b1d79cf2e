"""Chats as their resident sees them: how they stand, and who is before them."""

from dataclasses import dataclass
from datetime import datetime

from townline.contacts.models import Contact, Helped, Turn
from townline.contacts.rules.course import HELD, State

ALONE = "alone"
"""Nobody was asked for yet: the city speaks by itself."""


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A conversation in writing, without anything that identifies the resident."""

    contact: int
    channel: str
    language: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    """A ``State``, or ``ALONE``."""
    queue: str
    """Empty before somebody was asked for."""
    ahead: int
    """How many wait in the same queue before this one, while it waits."""
    email: str
    """Where its resident wants to be written to; for their own page."""
    helped: bool | None

    @property
    def over(self) -> bool:
        """Whether nothing more is said in it."""
        return self.ended_at is not None or self.state in (State.WRAP_UP, State.OVER)

    @property
    def waits(self) -> bool:
        """Whether an agent was asked for and has not answered yet."""
        return not self.over and self.state in (State.WAITING, State.OFFERED)

    @property
    def answered(self) -> bool:
        """Whether an agent has it in hand."""
        return not self.over and self.state == State.IN_CONTACT


def chat(city_id: int, contact: int) -> Chat | None:
    """Return how a chat stands; None where the city has none of that key."""
    rows = Contact.objects.filter(city_id=city_id, pk=contact, channel="chat")
    row = rows.select_related("details", "turn", "helped").first()
    if row is None:
        return None
    turn: Turn | None = getattr(row, "turn", None)
    helped: Helped | None = getattr(row, "helped", None)
    details = getattr(row, "details", None)
    return Chat(
        contact=row.pk, channel=row.channel, language=row.language, started_at=row.started_at,
        ended_at=row.ended_at, state=turn.state if turn else ALONE,
        queue=turn.queue if turn else "", ahead=_ahead(turn) if turn else 0,
        email=details.email if details else "", helped=helped.helped if helped else None,
    )  # fmt: skip


def _ahead(turn: Turn) -> int:
    if turn.state in HELD or turn.state == State.OVER:
        return 0
    waiting = Turn.objects.filter(
        city_id=turn.city_id, centre=turn.centre, queue=turn.queue, state=str(State.WAITING),
        place__lt=turn.place,
    )  # fmt: skip
    return waiting.count()
