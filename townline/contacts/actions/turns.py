"""What can be done to a contact that somebody answers: from its coming to its writing up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.settling import answered_message
from townline.contacts.actions.turnstile import (
    Offer,
    Step,
    in_queue,
    let_go,
    step_of,
    stepping,
)
from townline.contacts.models import Contact, Details
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.course import End, NotNow, State
from townline.contacts.rules.noting import UnknownDisposition
from townline.contacts.rules.queueing import RETURNED, Queue, place_of
from townline.contacts.rules.turns import Turn
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
    earlier: int | None = None
    """The contact that it goes on with, where that is known; else one that was given up."""
    last: int | None = None
    """The contact that the same browser had before; None where that is not known."""
    needs: tuple[str, ...] = ()
    """What it needs of its agents wherever it waits: ``TELEPHONE``, or nothing."""


@transaction.atomic
def take_in(
    *, city: City, came: Caller, queue: Queue, by: Actor, at: datetime
) -> tuple[int, tuple[Offer, ...]]:
    """
    Let a contact wait in a queue, and return its key, with whom it is offered to.

    Who gave up in the same queue within the last half hour, or was cut off, goes on from the place
    that they had, where the number or the browser is the same; and so does who calls again before
    we have called them back.

    :raises NotNow: if a contact that is under way has ended, or was in a queue before
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.QUEUED)
    phone = (came.details or {}).get("phone", "")
    before = queries.past_of(city.id, phone, queue=queue.code, at=at, last=came.last)
    key = _keep(city, came, at)
    since = before.since or at
    turn = Turn(
        **in_queue(queue, at, came.needs), contact=key, number=f"contact-{key}",
        language=came.language, state=State.WAITING, since=since, place=place_of(since, queue),
        ordinal=before.count + 1, earlier=came.earlier or before.earlier, simulated=came.simulated,
    )  # fmt: skip
    with stepping(city_id=city.id, at=at, centres=[queue.centre]) as step:
        if before.promised is not None:
            _called_again(step, before.promised, turn.number, by)
        step.wait(step.enter(turn, verbs.QUEUED, by, queue=queue.code, channel=came.channel))
    return key, tuple(step.offers)


def _called_again(step: Step, promised: int, number: str, by: Actor) -> None:
    """Let the contact be over whose resident was to be called back, and called again."""
    turn = step.turn(promised)
    if turn.state is not State.WAITING:  # an agent is about to call
        return
    step.over(turn, verbs.CALLED_AGAIN, End.CALLED_AGAIN, by, number=number)


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

    Who was promised a call back only hangs up: their contact waits on.

    :raises NotNow: if it was answered
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ABANDONED)

    def deed(step: Step, turn: Turn) -> None:
        if not turn.callback or turn.state not in (State.WAITING, State.OFFERED):
            step.over(turn, verbs.ABANDONED, End.ABANDONED, by, queue=turn.queue)

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
    # An agent who called back and says nothing else has reached them.
    step.put(replace(moved, ended_as=End.ANSWERED, answered_at=turn.answered_at or step.at))
    answered_message(step, turn, by)


def wrap_up(
    *, city: City, contact: int, disposition: str, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Write a contact up, and return what its agent is offered next.

    One that is still under way ends with it: an answer that needs no more words is done at once.

    :param disposition: one of the city's list, where the city has one
    :raises UnknownDisposition: if the list has no such way to end
    :raises NotNow: if it was not answered, or is written up
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.WRAPPED_UP)

    def deed(step: Step, turn: Turn) -> None:
        if not turn.simulated:
            _known(city, disposition)
        if turn.state is State.IN_CONTACT:
            require(by, verbs.ENDED)
            _end(by, step, turn)
        moved = step.moved(step.turn(contact), verbs.WRAPPED_UP, by, disposition=disposition)
        step.put(let_go(moved, disposition=disposition))
        assert turn.agent is not None
        step.let_free(step.agent(turn.agent).laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed)


def _known(city: City, disposition: str) -> None:
    ways = queries.contact_centre(city.edition_id).dispositions
    if ways and disposition not in {each.code for each in ways}:
        raise UnknownDisposition(
            f"{disposition!r} is no way to end a contact here; choose one of: "
            + ", ".join(each.code for each in ways)
        )


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
        waits = replace(
            let_go(moved), **in_queue(queue, at, turn.needs), since=at, passed=(agent.id,),
            callback=False, way_out="", wake_at=None,
        )  # fmt: skip
        step.wait(replace(waits, place=place_of(at, queue, grave=turn.grave)))
        step.let_free(agent.laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed, also=[queue.centre])


def give_back(step: Step, contact: int) -> None:
    """Let a contact wait again that its agent lost, ahead of all who only waited."""
    turn = step.turn(contact)
    assert turn.agent is not None
    if turn.state is State.WRAP_UP:
        step.put(let_go(step.moved(turn, verbs.WRAPPED_UP, SYSTEM, disposition="")))
        return
    moved = step.moved(turn, verbs.RETURNED, SYSTEM, agent=step.agent(turn.agent).label)
    step.close_leg(turn, "lost")
    waits = replace(let_go(moved), place=turn.place - RETURNED)
    step.put(waits)
    step.write()
    step.wait(waits)
    step.write()
