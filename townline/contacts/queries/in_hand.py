"""What an agent has in hand, what was noted of it, and what they had before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from townline.contacts.models import Leg, Marked, Note, Turn
from townline.contacts.rules.course import HELD, State


@dataclass(frozen=True, kw_only=True)
class InHand:
    """A contact that an agent is offered, has, or writes up; or that they had."""

    id: int
    state: str
    channel: str
    medium: str
    queue: str
    centre: str
    language: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    offer_ends_at: datetime | None
    disposition: str
    ordinal: int
    """The how-many-th of the same number within thirty days."""
    earlier: int | None
    marks: tuple[str, ...] = ()
    simulated: bool = False


@dataclass(frozen=True, kw_only=True)
class NoteShown:
    """What an agent wrote of a contact."""

    agent_id: int
    agent: str
    text: str
    changed_at: datetime


def in_hand(city_id: int, agent: int) -> tuple[InHand, ...]:
    """Return what an agent is offered or has, what came first at the head."""
    held = Turn.objects.filter(
        city_id=city_id, agent_id=agent, state__in=[str(each) for each in HELD]
    )
    rows = list(held.select_related("contact").order_by("contact_id"))
    return shown(rows)


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a word that contacts are looked for by may mean: any of these is enough."""

    key: int | None = None
    channels: Collection[str] = ()
    queues: Collection[str] = ()
    languages: Collection[str] = ()
    dispositions: Collection[str] = ()
    marks: Collection[str] = ()


def had_by(
    city_id: int, agent: int, *, since: datetime, until: datetime, most: int, skip: int = 0,
    words: Sequence[Meant] = (),
) -> tuple[InHand, ...]:  # fmt: skip
    """
    Return the contacts that an agent had from a moment on, the newest first.

    :param words: each of which must fit
    """
    theirs = Leg.objects.filter(
        agent_id=agent, kind="agent", started_at__gte=since, started_at__lt=until
    )
    rows = Turn.objects.filter(city_id=city_id, pk__in=theirs.values("turn_id"))
    for each in words:
        rows = rows.filter(
            Q(pk__in=[each.key] if each.key else []) | Q(contact__channel__in=each.channels)
            | Q(queue__in=each.queues) | Q(language__in=each.languages)
            | Q(disposition__in=each.dispositions)
            | Q(pk__in=Marked.objects.filter(kind__in=each.marks).values("turn_id"))
        )  # fmt: skip
    found = rows.select_related("contact").order_by("-contact_id")[skip : skip + most]
    return shown(list(found))


def asked_about(city_id: int, contact: int) -> InHand | None:
    """Return what another agent is asked about a contact just now; None where nobody is."""
    rows = Turn.objects.filter(city_id=city_id, about_id=contact).exclude(state=str(State.OVER))
    found = shown(list(rows.select_related("contact")[:1]))
    return found[0] if found else None


def has_had(city_id: int, agent: int, contact: int) -> bool:
    """Return whether a contact is or was with an agent, or is offered to them."""
    theirs = Q(agent_id=agent) | Q(pk__in=Leg.objects.filter(agent_id=agent).values("turn_id"))
    return Turn.objects.filter(theirs, city_id=city_id, pk=contact).exists()


def notes_of(contact: int) -> tuple[NoteShown, ...]:
    """Return what was noted of a contact, in the order in which it was begun."""
    rows = Note.objects.filter(turn_id=contact).exclude(text="").select_related("agent")
    return tuple(
        NoteShown(
            agent_id=row.agent_id, agent=row.agent.label, text=row.text, changed_at=row.changed_at
        )
        for row in rows.order_by("begun_at", "id")
    )  # fmt: skip


def marks_of(contact: int) -> tuple[str, ...]:
    """Return what a contact is marked as."""
    return _marks([contact]).get(contact, ())


def _marks(contacts: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = Marked.objects.filter(turn_id__in=contacts).order_by("since", "id")
    for key, kind in rows.values_list("turn_id", "kind"):
        found[key] = (*found.get(key, ()), kind)
    return found


def shown(rows: Sequence[Turn]) -> tuple[InHand, ...]:
    """Return turns as others see them; for this room."""
    marks = _marks([row.pk for row in rows]) if rows else {}
    return tuple(
        InHand(
            id=row.pk, state=str(State(row.state)), channel=row.contact.channel,
            medium=row.medium, queue=row.queue, centre=row.centre, language=row.language,
            started_at=row.contact.started_at, answered_at=row.answered_at,
            ended_at=row.contact.ended_at, offer_ends_at=row.offer_ends_at,
            disposition=row.disposition, ordinal=row.ordinal, earlier=row.earlier_id,
            marks=marks.get(row.pk, ()), simulated=row.simulated,
        )
        for row in rows
    )  # fmt: skip
