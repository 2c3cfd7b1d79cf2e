"""What can be done to a contact that somebody answers: from its coming to its writing up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.turnstile import Offer, Step, step_of, stepping
from townline.contacts.models import Contact, Details
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.course import End, NotNow, State
from townline.contacts.rules.queueing import RETURNED, Queue, Status, place_of
from townline.contacts.rules.turns import Answering, Turn
from townline.record.verbs import SYSTEM, Actor, require


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A contact that comes to be answered."""

    channel: str
    language: str
    purpose: str = "inquiry"
    details: Mapping[str, str] | None = None
    """What identifies who it is, as ``hear`` takes it; empty where the number is withheld."""
    simulated: bool = False
    contact: int | None = None
    """The key of a contact that is under way and comes to be answered only now; None: a new one."""


@transaction.atomic
def take_in(
    *, city: City, came: Caller, queue: Queue, by: Actor, at: datetime
) -> tuple[int, tuple[Offer, ...]]:
    """
    Let a contact wait in a queue, and return its key, with whom it is offered to.

    Who gave up in the same queue within the last half hour, from the same number, goes on from
    the place that they had.

    :raises NotNow: if a contact that is under way has ended, or was in a queue before
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.QUEUED)
    phone = (came.details or {}).get("phone", "")
    before = queries.past_of(city.id, phone, queue=queue.code, at=at)
    key = _keep(city, came, at)
    since = before.since or at
    turn = Turn(
        **_in_queue(queue, at), contact=key, number=f"contact-{key}", language=came.language,
        state=State.WAITING, since=since, place=place_of(since, queue), earlier=before.earlier,
        ordinal=before.count + 1, simulated=came.simulated,
    )  # fmt: skip
    with stepping(city_id=city.id, at=at, centres=[queue.centre]) as step:
        step.wait(step.enter(turn, verbs.QUEUED, by, queue=queue.code, channel=came.channel))
    return key, tuple(step.offers)


def _keep(city: City, came: Caller, at: datetime) -> int:
    """Keep a contact that is under way, with what identifies the resident apart from it."""
    if came.contact is not None:
        return _under_way(city, came.contact)
    contact = Contact.objects.create(
        city_id=city.id, channel=came.channel, language=came.language, started_at=at,
        purpose=came.purpose,
    )  # fmt: skip
    if came.details:
        Details.objects.create(contact=contact, **came.details)
    return contact.pk


def _under_way(city: City, contact: int) -> int:
    there = Contact.objects.select_for_update(no_key=True).filter(pk=contact, city_id=city.id)
    if not there.filter(ended_at=None) or TurnRow.objects.filter(pk=contact):
        raise NotNow(f"The contact {contact} has ended, or was in a queue before.")
    return contact


def answer(*, city: City, contact: int, agent: int, by: Actor, at: datetime) -> None:
    """
    Let an agent answer the contact that they are offered.

    :raises NotNow: if it is not offered to them any more
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ANSWERED)

    def deed(step: Step, turn: Turn) -> None:
        if turn.agent != agent:
            raise NotNow(f"{turn.number} is not offered to this agent any more.")
        step.answer(turn, step.agent(agent), by)

    step_of(city.id, contact, at, deed)


def leave(*, city: City, contact: int, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """
    Let a contact end that was not answered, and return what its agent is offered instead.

    :raises NotNow: if it was answered
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ABANDONED)

    def deed(step: Step, turn: Turn) -> None:
        moved = step.moved(turn, verbs.ABANDONED, by, queue=turn.queue)
        step.close_leg(turn, End.ABANDONED)
        step.end_contact(contact)
        step.put(_let_go(moved, ended_as=End.ABANDONED))
        if turn.agent is None:
            step.leave(turn)
        else:
            _free(step, step.agent(turn.agent).laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed)


def end(*, city: City, contact: int, by: Actor, at: datetime) -> None:
    """
    Let a contact end that was answered; its agent writes it up.

    :raises NotNow: if it is not under way
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ENDED)
    step_of(city.id, contact, at, partial(_end, by))


def _end(by: Actor, step: Step, turn: Turn) -> None:
    moved = step.moved(turn, verbs.ENDED, by)
    step.close_leg(turn, "ended")
    step.end_contact(turn.contact)
    step.put(replace(moved, ended_as=End.ANSWERED))


def wrap_up(
    *, city: City, contact: int, disposition: str, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Write a contact up, and return what its agent is offered next.

    One that is still under way ends with it: an answer that needs no more words is done at once.

    :raises NotNow: if it was not answered, or is written up
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.WRAPPED_UP)

    def deed(step: Step, turn: Turn) -> None:
        if turn.state is State.IN_CONTACT:
            require(by, verbs.ENDED)
            _end(by, step, turn)
        moved = step.moved(step.turn(contact), verbs.WRAPPED_UP, by, disposition=disposition)
        step.put(_let_go(moved, disposition=disposition))
        assert turn.agent is not None
        _free(step, step.agent(turn.agent).laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed)


def pass_on(
    *, city: City, contact: int, queue: Queue, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Let a contact that is under way wait in another queue, and return what is offered to whom.

    :raises NotNow: if it is not under way
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.TRANSFERRED)

    def deed(step: Step, turn: Turn) -> None:
        moved = step.moved(turn, verbs.TRANSFERRED, by, queue=queue.code)
        assert turn.agent is not None
        agent = step.agent(turn.agent)
        step.close_leg(turn, "transferred")
        waits = replace(_let_go(moved), **_in_queue(queue, at), since=at, passed=(agent.id,))
        step.wait(replace(waits, place=place_of(at, queue)))
        _free(step, agent.laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed, also=[queue.centre])


def _in_queue(queue: Queue, at: datetime) -> dict[str, Any]:
    """Return what a turn has of its queue."""
    return {
        "queue": queue.code, "centre": queue.centre, "medium": queue.medium,
        "ring_s": int(queue.ring.total_seconds()), "needs": tuple(sorted(queue.needs)),
        "reserve_until": at + queue.reserve if queue.reserve else None,
    }  # fmt: skip


def expire_offers(*, city: City, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """Take back what nobody answered in time, and return to whom what is offered instead."""
    require(by, verbs.NOT_ANSWERED)
    due = TurnRow.objects.filter(city_id=city.id, state=State.OFFERED, offer_ends_at__lte=at)
    keys = list(due.order_by("place", "contact_id").values_list("contact_id", flat=True))
    return tuple(offer for key in keys for offer in step_of(city.id, key, at, _expire))


def _expire(step: Step, turn: Turn) -> None:
    if turn.state is not State.OFFERED or not turn.offer_ends_at or turn.offer_ends_at > step.at:
        return
    assert turn.agent is not None
    agent = step.agent(turn.agent)
    moved = step.moved(turn, verbs.NOT_ANSWERED, SYSTEM, agent=agent.label)
    step.close_leg(turn, "not_answered")
    waits = replace(_let_go(moved), passed=(*turn.passed, agent.id))
    step.put(waits)
    step.put_agent(agent.laying_down(turn.medium, step.at).missing(step.at))
    step.write()
    step.wait(waits)
    step.write()
    step.free(step.agent(agent.id))


def overflow(
    *, city: City, queues: Mapping[str, Queue], by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Let what waited too long in a queue wait in the one that it overflows to, in its old place.

    :param queues: those of the city, by code
    """
    require(by, verbs.OVERFLOWED)
    offers: list[Offer] = []
    for queue in queues.values():
        target = queues.get(queue.overflow_to)
        if not queue.overflow or target is None:
            continue
        due = TurnRow.objects.filter(
            city_id=city.id, centre=queue.centre, queue=queue.code, state=str(State.WAITING),
            since__lte=at - queue.overflow,
        )  # fmt: skip
        for key in list(due.order_by("place", "contact_id").values_list("contact_id", flat=True)):
            deed = partial(_overflow, queue.code, target)
            offers += step_of(city.id, key, at, deed, also=[target.centre])
    return tuple(offers)


def _overflow(source: str, target: Queue, step: Step, turn: Turn) -> None:
    if turn.state is not State.WAITING or turn.queue != source:
        return
    moved = step.moved(turn, verbs.OVERFLOWED, SYSTEM, queue=target.code)
    step.close_leg(turn, "overflowed")
    step.leave(turn)
    waits = replace(moved, **_in_queue(target, step.at), passed=())
    step.wait(replace(waits, place=place_of(turn.since, target)))


def give_back(step: Step, contact: int) -> None:
    """Let a contact wait again that its agent lost, ahead of all who only waited."""
    turn = step.turn(contact)
    assert turn.agent is not None
    if turn.state is State.WRAP_UP:
        step.put(_let_go(step.moved(turn, verbs.WRAPPED_UP, SYSTEM, disposition="")))
        return
    moved = step.moved(turn, verbs.RETURNED, SYSTEM, agent=step.agent(turn.agent).label)
    step.close_leg(turn, "lost")
    waits = replace(_let_go(moved), place=turn.place - RETURNED)
    step.put(waits)
    step.write()
    step.wait(waits)
    step.write()


def _free(step: Step, agent: Answering) -> None:
    """Let an agent have less in hand, and offer them what waits, unless they do not want any."""
    step.put_agent(agent)
    if agent.status is Status.AVAILABLE:
        step.free(agent)


def _let_go(turn: Turn, **said: str) -> Turn:
    """Return a turn that no agent has."""
    return replace(turn, agent=None, offer_ends_at=None, **said)  # type: ignore[arg-type]
