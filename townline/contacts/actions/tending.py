"""What only time does to contacts: offers and waits that are too long, and moments that come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext, override

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.agents_of_staff import lose_unseen
from townline.contacts.actions.asking import end_stray
from townline.contacts.actions.callbacks import hush
from townline.contacts.actions.messages import say
from townline.contacts.actions.turnstile import (
    Offer,
    Step,
    in_queue,
    let_go,
    step_of,
    stepping,
)
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.course import End, State
from townline.contacts.rules.queueing import MISSES, Queue, WayOut, place_of
from townline.contacts.rules.saying import Side
from townline.contacts.rules.turns import Turn
from townline.record.verbs import SYSTEM, Actor, require


def expire_offers(
    *, city: City, by: Actor, at: datetime, queues: Mapping[str, Queue] | None = None
) -> tuple[Offer, ...]:
    """
    Take back what nobody answered in time, and return to whom what is offered instead.

    :param queues: those of the city, by code, which say after how many misses an agent is paused
    """
    require(by, verbs.NOT_ANSWERED)
    due = TurnRow.objects.filter(city_id=city.id, state=State.OFFERED, offer_ends_at__lte=at)
    keys = list(due.order_by("place", "contact_id").values_list("contact_id", flat=True))
    misses = {code: queue.misses for code, queue in (queues or {}).items()}
    deed = partial(_expire, misses)
    return tuple(offer for key in keys for offer in step_of(city.id, key, at, deed))


def _expire(misses: Mapping[str, int], step: Step, turn: Turn) -> None:
    if turn.state is not State.OFFERED or not turn.offer_ends_at or turn.offer_ends_at > step.at:
        return
    assert turn.agent is not None
    agent = step.agent(turn.agent)
    most = misses.get(turn.queue, MISSES)
    moved = step.moved(turn, verbs.NOT_ANSWERED, SYSTEM, agent=agent.label)
    step.close_leg(turn, "not_answered")
    waits = replace(let_go(moved), passed=(*turn.passed, agent.id))
    step.put(waits)
    step.put_agent(agent.laying_down(turn.medium, step.at).missing(step.at, most))
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
    waits = replace(moved, **in_queue(target, step.at, turn.needs), passed=())
    step.wait(replace(waits, place=place_of(turn.since, target, grave=turn.grave)))


def limit_waits(
    *, city: City, queues: Mapping[str, Queue], by: Actor, at: datetime
) -> tuple[int, ...]:
    """
    Let nobody wait longer than their queue lets them, and return whom this was said to.

    What is written ends there. Who waits by voice is asked whether we shall call back, or whether
    they leave a message, as the queue says, and waits on meanwhile.

    :param queues: those of the city, by code
    """
    require(by, verbs.EXPIRED)
    said = list[int]()
    for queue in queues.values():
        if not queue.limit:
            continue
        due = TurnRow.objects.filter(
            city_id=city.id, centre=queue.centre, queue=queue.code, state=str(State.WAITING),
            since__lte=at - queue.limit, callback=False, way_out="",
        )  # fmt: skip
        for key in list(due.order_by("place", "contact_id").values_list("contact_id", flat=True)):
            with transaction.atomic():
                step_of(city.id, key, at, partial(_limit, queue, said))
                if queue.way_out is WayOut.END and key in said:
                    _tell_the_end(city, key, at)
    return tuple(said)


def _tell_the_end(city: City, contact: int, at: datetime) -> None:
    """Say to who waited in vain that nobody answers any more, in their language."""
    with override(TurnRow.objects.get(pk=contact).language or city.languages[0]):
        words = gettext("Sorry, nobody could answer in time. Please write again, or call us.")
    say(city=city, contact=contact, side=Side.CITY, text=words, by=SYSTEM, at=at)


def _limit(queue: Queue, said: list[int], step: Step, turn: Turn) -> None:
    if turn.state is not State.WAITING or turn.queue != queue.code or turn.callback or turn.way_out:
        return
    said.append(turn.contact)
    if queue.way_out is WayOut.END:
        step.over(turn, verbs.EXPIRED, End.EXPIRED, SYSTEM, queue=turn.queue)
        return
    way = str(queue.way_out)
    moved = step.moved(turn, verbs.WAITED_LONG, SYSTEM, queue=turn.queue, way_out=way)
    step.put(replace(moved, way_out=way))


def wake(*, city: City, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """Offer what may suit somebody by now, only because time went by; return to whom."""
    require(by, verbs.OFFERED)
    due = TurnRow.objects.filter(city_id=city.id, state=str(State.WAITING), wake_at__lte=at)
    offers: list[Offer] = []
    for centre in sorted(set(due.values_list("centre", flat=True))):
        with stepping(city_id=city.id, at=at, centres=[centre]) as step:
            pass  # each step begins with it
        offers += step.offers
    return tuple(offers)


def tend(*, city: City, by: Actor, at: datetime) -> None:
    """Do all that only time asks for at the centres of a city."""
    queues = queries.contact_centre(city.edition_id).queues
    lose_unseen(city=city, by=by, at=at)
    hush(city=city, by=by, at=at)
    end_stray(city=city, by=by, at=at)
    wake(city=city, by=by, at=at)
    expire_offers(city=city, by=by, at=at, queues=queues)
    overflow(city=city, queues=queues, by=by, at=at)
    limit_waits(city=city, queues=queues, by=by, at=at)
