"""Another agent interprets on a call, beside the one who has it."""

from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.agents import say_status
from townline.contacts.actions.calls import enter
from townline.contacts.models import Agent, Interpreting, Leg
from townline.contacts.queries import calls as asked
from townline.contacts.rules.calls import NotOnCall
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.queueing import Status
from townline.live import topics
from townline.live.telling import tell
from townline.record.verbs import Actor, require

BESIDE = 1000
"""Legs beside the course of a contact have positions from here on: its own count goes on."""
REASON = "interpreting"
"""Why such an agent is not available."""
RINGS = timedelta(seconds=60)
"""How long an agent who is asked may take."""


@transaction.atomic
def ask_interpreter(*, city: City, contact: int, agent: int, by: Actor, at: datetime) -> None:
    """
    Ask an agent who is free to interpret on a call; the queue offers them nothing meanwhile.

    :raises NotNow: if nobody talks, or the agent is not free
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.INVITED)
    if asked.call_of(city.id, contact).state != State.IN_CONTACT:
        raise NotNow("Nobody talks on this call.")
    free = Agent.objects.select_for_update().filter(
        city_id=city.id, pk=agent, status=str(Status.AVAILABLE), voices=0, texts=0
    )
    row = free.first()
    if row is None:
        raise NotNow("This agent is not free any more.")
    say_status(city=city, agent=agent, status=Status.BREAK, by=by, at=at, reason=REASON)
    last = Interpreting.objects.filter(contact_id=contact).order_by("-position").first()
    Interpreting.objects.create(
        contact_id=contact, city_id=city.id, agent_id=agent, asked_at=at,
        position=last.position + 1 if last else BESIDE,
    )  # fmt: skip
    enter(city=city, contact=contact, verb=verbs.INVITED, by=by, at=at, agent=row.label)
    _tell(contact, agent)


@transaction.atomic
def join_call(*, city: City, contact: int, agent: int, by: Actor, at: datetime) -> None:
    """
    Let an agent who was asked come onto the call.

    :raises NotOnCall: if they were not asked
    :raises NotNow: if the call is over
    """
    require(by, verbs.JOINED)
    if asked.call_of(city.id, contact).state != State.IN_CONTACT:
        raise NotNow("Nobody talks on this call any more.")
    row = _held(contact, agent)
    if row.joined_at is not None:
        return
    row.joined_at = at
    row.save(update_fields=["joined_at"])
    Leg.objects.create(
        turn_id=contact, position=row.position, kind="interpreter", queue="", agent_id=agent,
        started_at=at,
    )  # fmt: skip
    enter(city=city, contact=contact, verb=verbs.JOINED, by=by, at=at, agent=row.agent.label)
    _tell(contact, agent)


@transaction.atomic
def part_from_call(*, city: City, contact: int, agent: int, by: Actor, at: datetime) -> None:
    """
    Let an interpreter go, or say that they do not come; they are available again.

    :raises NotOnCall: if they are not asked to be on it
    """
    require(by, verbs.PARTED)
    row = _held(contact, agent)
    row.left_at = at
    row.save(update_fields=["left_at"])
    Leg.objects.filter(turn_id=contact, position=row.position, ended_at=None).update(
        ended_at=at, ended_as="left"
    )
    enter(city=city, contact=contact, verb=verbs.PARTED, by=by, at=at, agent=row.agent.label)
    if row.agent.status == Status.BREAK and row.agent.reason == REASON:
        say_status(city=city, agent=agent, status=Status.AVAILABLE, by=by, at=at)
    _tell(contact, agent)


def tend_interpreters(*, city: City, by: Actor, at: datetime) -> int:
    """Let those go whose call is over, and those who do not answer; return how many."""
    require(by, verbs.PARTED)
    done = 0
    for row in Interpreting.objects.filter(city_id=city.id, left_at=None).order_by("pk"):
        call = asked.call_of(city.id, row.contact_id)
        silent = row.joined_at is None and row.asked_at <= at - RINGS
        if call.state != State.IN_CONTACT or silent:
            part_from_call(city=city, contact=row.contact_id, agent=row.agent_id, by=by, at=at)
            done += 1
    return done


def _held(contact: int, agent: int) -> Interpreting:
    there = Interpreting.objects.select_for_update(of=("self",)).select_related("agent")
    row = there.filter(contact_id=contact, agent_id=agent, left_at=None).first()
    if row is None:
        raise NotOnCall("This agent is not asked to interpret on this call.")
    return row


def _tell(contact: int, agent: int) -> None:
    tell(topics.contact(contact), topics.agent(agent))
