"""
An agent asks another before passing a contact on: a warm transfer.

What is asked is a contact of its own, which waits in the other queue like any, and is about the
first one. Who answers it hears the story, and takes the resident over or does not; meanwhile the
first agent keeps them.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.turnstile import (
    Offer,
    Step,
    in_queue,
    let_go,
    step_of,
    stepping,
)
from townline.contacts.models import Contact
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.course import End, NotNow, State
from townline.contacts.rules.queueing import Queue, place_of
from townline.contacts.rules.turns import Turn
from townline.record.verbs import SYSTEM, Actor, require

CHANNEL = "consult"
"""Of a contact in which one agent asks another: no resident came by it."""


@transaction.atomic
def ask(
    *, city: City, contact: int, queue: Queue, by: Actor, at: datetime
) -> tuple[int, tuple[Offer, ...]]:
    """
    Let an agent ask another queue about the contact that they have; return the key of the asking.

    :raises NotNow: if the contact is not under way, another queue is asked already, or the other
        queue takes another medium
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.ASKED)
    key = 0

    def deed(step: Step, turn: Turn) -> None:
        nonlocal key
        if _open(turn.contact) is not None:
            raise NotNow(f"Somebody is asked about {turn.number} already.")
        if turn.medium is not queue.medium:
            raise NotNow(f"{queue.code} does not take what is {turn.medium.value}.")
        key = Contact.objects.create(
            city_id=city.id, channel=CHANNEL, language=turn.language, started_at=at,
            purpose="inquiry",
        ).pk  # fmt: skip
        number = f"contact-{key}"
        step.put(step.moved(turn, verbs.ASKED, by, of=queue.code, number=number))
        assert turn.agent is not None
        asking = Turn(
            **in_queue(queue, at, turn.needs), contact=key, number=number, language=turn.language,
            state=State.WAITING, since=at, place=place_of(at, queue, grave=turn.grave),
            passed=(turn.agent,), about=turn.contact, simulated=turn.simulated, grave=turn.grave,
        )  # fmt: skip
        step.wait(step.enter(asking, verbs.QUEUED, by, queue=queue.code, channel=CHANNEL))

    offers = step_of(city.id, contact, at, deed, also=[queue.centre])
    return key, offers


def hand_over(*, city: City, contact: int, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """
    Let the agent who is asked have the contact, and return what the first one is offered next.

    :raises NotNow: if nobody has answered what is asked
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.HANDED_OVER)
    asked_key = _asked(contact)

    def deed(step: Step, turn: Turn) -> None:
        asked = step.turn(asked_key)
        if asked.state is not State.IN_CONTACT or asked.agent is None or turn.agent is None:
            raise NotNow(f"Nobody has answered yet who is asked about {turn.number}.")
        first, second = step.agent(turn.agent), step.agent(asked.agent)
        over = step.moved(asked, verbs.TAKEN_BACK, by)
        step.close_leg(asked, "handed_over")
        step.end_contact(asked.contact)
        step.put(let_go(over, ended_as=End.ASKED))
        moved = step.moved(
            turn, verbs.HANDED_OVER, by, agent=second.label, queue=asked.queue
        )  # fmt: skip
        step.close_leg(turn, "handed_over")
        there = replace(
            moved, agent=second.id, queue=asked.queue, centre=asked.centre, needs=asked.needs,
            ring_s=asked.ring_s,
        )  # fmt: skip
        step.begin(there, "agent")
        step.let_free(first.laying_down(turn.medium, at))

    return step_of(city.id, contact, at, deed, also=[queries.centre_of(city.id, asked_key)])


def ask_no_more(*, city: City, contact: int, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """
    Let the agent keep the contact alone; return what whoever was asked is offered instead.

    :raises NotNow: if nobody is asked
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.TAKEN_BACK)

    def deed(step: Step, turn: Turn) -> None:
        step.over(turn, verbs.TAKEN_BACK, End.ASKED, by)

    return step_of(city.id, _asked(contact), at, deed)


def end_stray(*, city: City, by: Actor, at: datetime) -> int:
    """End what is asked about contacts that are over, or that their agent lost; return how many."""
    require(by, verbs.TAKEN_BACK)
    stray = TurnRow.objects.filter(city_id=city.id, about__isnull=False, done_at=None)
    stray = stray.exclude(about__state=str(State.IN_CONTACT))
    keys = list(stray.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with stepping(city_id=city.id, at=at, centres=[queries.centre_of(city.id, key)]) as step:
            turn = step.turn(key)
            if turn.state is State.WRAP_UP:
                moved = step.moved(turn, verbs.WRAPPED_UP, SYSTEM, disposition="")
                step.put(let_go(moved))
                assert turn.agent is not None
                step.let_free(step.agent(turn.agent).laying_down(turn.medium, at))
            elif turn.state is not State.OVER:
                step.over(turn, verbs.TAKEN_BACK, End.ASKED, by)
    return len(keys)


def _open(contact: int) -> int | None:
    found = TurnRow.objects.filter(about=contact, done_at=None).order_by("pk")
    return found.values_list("pk", flat=True).first()


def _asked(contact: int) -> int:
    found = _open(contact)
    if found is None:
        raise NotNow("Nobody is asked about this contact.")
    return found
