"""What supervisors see of their centres: who waits, who answers, and how it went today."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.contacts.models import Turn
from townline.contacts.queries.centres import contact_centre
from townline.contacts.rules.centres import Centre
from townline.contacts.rules.course import State
from townline.contacts.rules.measures import SHORT_S, Handling, Waits
from townline.contacts.rules.noting import Mark
from townline.contacts.rules.queueing import Status

SQL = Path(__file__).parent.parent / "sql"
WAITS = (SQL / "waits_of.sql").read_text()
HANDLING = (SQL / "handling_of.sql").read_text()
WAITING = (SQL / "waiting_now.sql").read_text()
AGENTS = (SQL / "agents_now.sql").read_text()
FRESH_S = 0.9
"""How long a process shows the same board to whoever asks, in seconds: many boards cost one."""
IDLE = "idle"
"""The state of an agent who has nothing in hand."""


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """Who waits in a queue now, of one language."""

    queue: str
    language: str
    count: int
    callbacks: int
    """How many more wait to be called back."""
    since: datetime | None
    """When the first of them began to; None where only call backs wait."""


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """An agent as a supervisor sees them: what they say of themselves, and what they have."""

    id: int
    label: str
    centre: str
    queues: tuple[str, ...]
    languages: tuple[str, ...]
    reserved: str
    status: str
    since: datetime
    reason: str
    voices: int
    texts: int
    state: str
    """``offered``, ``in_contact``, ``wrap_up``; ``idle`` where they have nothing."""
    state_since: datetime
    member: int | None
    """The key of the member of staff who it is; None for a simulated one."""

    @property
    def there(self) -> bool:
        """Whether they have not logged out, or have something in hand still."""
        return self.status != Status.LOGGED_OUT or self.state != IDLE

    @property
    def free(self) -> bool:
        """Whether they can be offered something."""
        return self.status == Status.AVAILABLE and self.state == IDLE


@dataclass(frozen=True, kw_only=True)
class Board:
    """What there is to see of some centres at a moment."""

    at: datetime
    since: datetime
    """From when on waits are counted."""
    lines: tuple[WaitingLine, ...]
    waits: Mapping[str, Waits]
    """What became of the waits, by queue; a queue without any is missing."""
    agents: tuple[OnDuty, ...]
    handling: Mapping[str, Handling] = field(default_factory=dict)
    """How long those took who were answered, by queue; a queue without any is missing."""


_boards: Fresh[tuple[object, ...], Board] = Fresh(FRESH_S)


def board(city: City, centres: Sequence[Centre], *, since: datetime, at: datetime) -> Board:
    """
    Return who waits and who answers at centres, and what became of the waits since a moment.

    It may be a second old, as its ``at`` says.
    """
    key = (city.edition_id, since, *(each.code for each in centres))
    return _boards.read(key) or _boards.keep(key, _read(city, centres, since, at))


def _read(city: City, centres: Sequence[Centre], since: datetime, at: datetime) -> Board:
    said: dict[str, Any] = {"city": city.id, "centres": [each.code for each in centres], "at": at}
    timed = {
        line.code: line.level.within_s for each in centres for line in each.queues if line.level
    }
    said |= {"since": since, "queues": list(timed), "withins": list(timed.values())}
    said |= {"short_s": SHORT_S, "relays": [Mark.RELAY, Mark.TTY]}
    with connection.cursor() as cursor:
        lines = tuple(WaitingLine(**row) for row in _rows(cursor, WAITING, said))
        waits = {row.pop("queue"): Waits(**row) for row in _rows(cursor, WAITS, said)}
        handling = {row.pop("queue"): Handling(**row) for row in _rows(cursor, HANDLING, said)}
        agents = tuple(_on_duty(row) for row in _rows(cursor, AGENTS, said))
    return Board(at=at, since=since, lines=lines, waits=waits, handling=handling, agents=agents)


def on_duty(city: City, centre: Centre) -> tuple[OnDuty, ...]:
    """Return the agents of a centre, by name."""
    with connection.cursor() as cursor:
        said = {"city": city.id, "centres": [centre.code]}
        return tuple(_on_duty(row) for row in _rows(cursor, AGENTS, said))


def _rows(cursor: Any, sql: str, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    cursor.execute(sql, said)
    names = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def _on_duty(row: dict[str, Any]) -> OnDuty:
    idle_since = max(row.pop("idle_since"), row["since"])
    state, since = row.pop("state") or IDLE, row.pop("state_since") or idle_since
    lists = {name: tuple(row[name]) for name in ("queues", "languages")}
    return OnDuty(**row | lists, state=state, state_since=since)


@dataclass(frozen=True, kw_only=True)
class Waiter:
    """A contact that waits, as who looks after the queue sees it: not who it is."""

    id: int
    channel: str
    language: str
    queue: str
    since: datetime
    ordinal: int
    simulated: bool


def waiters(city: City, queue: str, *, most: int) -> tuple[Waiter, ...]:
    """Return those who wait in a queue, the first in place first."""
    centre = contact_centre(city.edition_id).queues[queue].centre
    found = Turn.objects.filter(
        city_id=city.id, centre=centre, queue=queue, state=str(State.WAITING)
    ).select_related("contact")
    return tuple(
        Waiter(
            id=row.pk, channel=row.contact.channel, language=row.language, queue=row.queue,
            since=max(row.since, row.contact.started_at), ordinal=row.ordinal,
            simulated=row.simulated,
        )
        for row in found.order_by("place", "contact_id")[:most]
    )  # fmt: skip


def somebody_waits(city_id: int, centre: str) -> bool:
    """Return whether a contact waits at a centre that is not made up."""
    found = Turn.objects.filter(city_id=city_id, centre=centre, simulated=False)
    return found.filter(state=str(State.WAITING)).exists()


def simulated_since(city_id: int, centre: str, since: datetime) -> bool:
    """Return whether a made-up contact came to a centre since a moment."""
    found = Turn.objects.filter(city_id=city_id, centre=centre, simulated=True)
    return found.filter(contact__started_at__gte=since).exists()


def simulated_under_way(city_id: int, centre: str) -> list[tuple[int, str]]:
    """Return the made-up contacts of a centre that are not over, each with where it is."""
    found = Turn.objects.filter(city_id=city_id, centre=centre, simulated=True)
    found = found.exclude(state=str(State.OVER)).order_by("contact_id")
    return list(found.values_list("contact_id", "state"))


def turn_state(city_id: int, contact: int) -> str:
    """Return where a contact is; empty where nobody answers it."""
    found = Turn.objects.filter(city_id=city_id, pk=contact).values_list("state", flat=True)
    return found.first() or ""
