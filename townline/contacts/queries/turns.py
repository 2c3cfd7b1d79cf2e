"""What is known of contacts that somebody answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from townline.contacts import verbs
from townline.contacts.models import Agent, AnswerGiven, Contact, Decided, Turn, TurnEntry
from townline.contacts.queries.reach import reach_of, same_address
from townline.contacts.rules.course import End, State
from townline.contacts.rules.decided import Line, What
from townline.contacts.rules.queueing import REDIAL
from townline.contacts.verbs import BY_CODE

REMEMBERED = timedelta(days=30)
"""So long one call counts as one of several."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """What came before from the same number or browser."""

    count: int = 0
    """How many within thirty days."""
    earlier: int | None = None
    """The one given up or cut off shortly before in the same queue, or to be called back."""
    since: datetime | None = None
    """When that one began to wait."""
    promised: int | None = None
    """The contact for which they are to be called back, if it is that one."""


def past_of(city_id: int, phone: str, *, queue: str, at: datetime, last: int | None = None) -> Past:
    """
    Return what came before from a telephone number; of a withheld one nothing is known.

    :param last: the contact that the same browser had before
    """
    keys = list(same_address(city_id=city_id, medium="sms", address=phone)) if phone else []
    keys += [] if last is None else [last]
    if not keys:
        return Past()
    there = Turn.objects.filter(city_id=city_id, contact_id__in=keys)
    count = there.filter(contact__started_at__gte=at - REMEMBERED).count()
    promised = there.filter(queue=queue, callback=True, state=State.WAITING).first()
    if promised is not None:
        return Past(
            count=count, earlier=promised.pk, since=promised.since, promised=promised.pk
        )  # fmt: skip
    cut_off = TurnEntry.objects.filter(subject=OuterRef("pk"), verb=verbs.LOST_TOUCH.code)
    recent = there.filter(queue=queue, contact__ended_at__gte=at - REDIAL)
    not_done = recent.filter(Q(ended_as=End.ABANDONED) | Exists(cut_off))
    found = not_done.order_by("-contact_id").first()
    if found is None:
        return Past(count=count)
    return Past(count=count, earlier=found.pk, since=found.since)


class NoSuchTurn(LookupError):
    """There is no such contact that anybody answers."""


class NoSuchAgent(LookupError):
    """There is no such agent."""


@dataclass(frozen=True, kw_only=True)
class LegShown:
    """A stretch of a contact."""

    kind: str
    queue: str
    agent: str
    """How the record names them; empty where nobody was on it."""
    started_at: datetime
    ended_at: datetime | None
    ended_as: str


@dataclass(frozen=True, kw_only=True)
class GivenShown:
    """One of the city's answers, as somebody was given it."""

    code: str
    language: str
    how: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EntryShown:
    """A line of a contact's record."""

    seq: int
    at: datetime
    verb: str
    sentence: str
    by: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TurnShown:
    """A contact that somebody answers, without anything that identifies the resident."""

    id: int
    channel: str
    language: str
    medium: str
    centre: str
    queue: str
    state: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ended_as: str
    disposition: str
    ordinal: int
    earlier: int | None
    simulated: bool
    way_out: str
    """What the resident is asked about instead of waiting on: ``callback``, ``voicemail``."""
    callback: bool
    attempts: int
    promised_from: datetime | None
    promised_until: datetime | None
    about: int | None
    """The contact that its agent asks another about; None: it is a resident's."""
    legs: tuple[LegShown, ...]
    answers: tuple[GivenShown, ...]
    entries: tuple[EntryShown, ...]


@dataclass(frozen=True, kw_only=True)
class AgentShown:
    """An agent as others see them."""

    id: int
    label: str
    status: str
    since: datetime
    reason: str
    voices: int
    texts: int
    member_id: int | None = None
    """None: a simulated one."""
    centre: str = ""
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    reserved: str = ""
    text_most: int = 1


def turn_of(city_id: int, contact: int) -> TurnShown:
    """
    Return a contact with all its legs and its record.

    :raises NoSuchTurn: if there is none that anybody answers
    """
    row = Turn.objects.filter(city_id=city_id, pk=contact).select_related("contact").first()
    if row is None:
        raise NoSuchTurn(f"There is no contact {contact} that anybody answers.")
    return TurnShown(
        id=row.pk, channel=row.contact.channel, language=row.language, medium=row.medium,
        centre=row.centre, queue=row.queue, state=row.state, started_at=row.contact.started_at,
        answered_at=row.answered_at, ended_at=row.contact.ended_at, ended_as=row.ended_as,
        disposition=row.disposition, ordinal=row.ordinal, earlier=row.earlier_id,
        simulated=row.simulated, way_out=row.way_out, callback=row.callback,
        attempts=row.attempts, promised_from=row.promised_from,
        promised_until=row.promised_until, about=row.about_id,
        legs=tuple(_legs(row)), entries=tuple(_entries(row)),
        answers=answers_given(row.pk),
    )  # fmt: skip


def answers_given(contact: int) -> tuple[GivenShown, ...]:
    """Return which of the city's answers somebody was given during a contact, in order."""
    rows = AnswerGiven.objects.filter(turn_id=contact).order_by("at", "id")
    return tuple(
        GivenShown(code=row.code, language=row.language, how=row.how, at=row.at) for row in rows
    )


def _legs(row: Turn) -> Iterator[LegShown]:
    for leg in row.legs.select_related("agent").order_by("position"):
        yield LegShown(
            kind=leg.kind, queue=leg.queue, agent=leg.agent.label if leg.agent else "",
            started_at=leg.started_at, ended_at=leg.ended_at, ended_as=leg.ended_as,
        )  # fmt: skip


def _entries(row: Turn) -> Iterator[EntryShown]:
    for entry in row.entries.order_by("seq"):
        verb = BY_CODE[entry.verb]
        yield EntryShown(
            seq=entry.seq, at=entry.at, verb=entry.verb, by=entry.actor_label, data=entry.data,
            sentence=verb.sentence.format_map(entry.data),
        )  # fmt: skip


def centre_of(city_id: int, contact: int) -> str:
    """
    Return at which centre a contact is.

    :raises NoSuchTurn: if there is none that anybody answers
    """
    found = Turn.objects.filter(city_id=city_id, pk=contact).values_list("centre", flat=True)
    for centre in found:
        return centre
    raise NoSuchTurn(f"There is no contact {contact} that anybody answers.")


def centre_of_agent(city_id: int, agent: int) -> str:
    """
    Return for which centre an agent answers.

    :raises NoSuchAgent: if there is none
    """
    found = Agent.objects.filter(city_id=city_id, pk=agent).values_list("centre", flat=True)
    for centre in found:
        return centre
    raise NoSuchAgent(f"There is no agent {agent}.")


def agents(city_id: int, centre: str) -> tuple[AgentShown, ...]:
    """Return the agents of a centre, by name."""
    found = Agent.objects.filter(city_id=city_id, centre=centre).order_by("label", "id")
    return tuple(agent_shown(row) for row in found)


def agent_shown(row: Agent) -> AgentShown:
    """Return an agent's row as others see them; for this room."""
    return AgentShown(
        id=row.pk, label=row.label, status=row.status, since=row.status_since,
        reason=row.reason, voices=row.voices, texts=row.texts, member_id=row.member_id,
        centre=row.centre, queues=tuple(row.queues), languages=tuple(row.languages),
        skills=tuple(row.skills), reserved=row.reserved, text_most=row.text_most,
    )  # fmt: skip


def decided(city_id: int, centre: str, *, after: int = 0) -> Iterator[Line]:
    """Yield what the queues of a centre heard and decided, in the order in which they did."""
    found = Decided.objects.filter(city_id=city_id, centre=centre, id__gt=after)
    for row in found.order_by("id").iterator(chunk_size=5000):
        yield Line(
            id=row.pk, at=row.at, what=What(row.what), turn=row.turn_id, agent=row.agent_id,
            data=row.data,
        )  # fmt: skip


ALONE = Q(carried__isnull=False) | Q(channel__in=("voicemail", "chat"))
"""What came to be answered, though perhaps to no queue."""


def same_resident(city_id: int, contact: int) -> tuple[int, ...]:
    """
    Return the contacts of whoever left the same number or address, this one too.

    Those that somebody answers, and voice messages, calls and chats that came to no queue.
    """
    known = reach_of(contact)
    keys = {contact}
    for medium, address in (("sms", known.phone), ("email", known.email)) if known else ():
        if address:
            keys |= set(same_address(city_id=city_id, medium=medium, address=address))
    there = Contact.objects.filter(city_id=city_id, pk__in=keys).filter(
        Q(turn__isnull=False) | ALONE
    )
    there = there.order_by("pk")
    return tuple(there.values_list("pk", flat=True))
