"""Agents come, say whether they answer, and go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.turns import give_back
from townline.contacts.actions.turnstile import Offer, stepping
from townline.contacts.models import Agent as AgentRow
from townline.contacts.models import Turn as TurnRow
from townline.contacts.rules.course import HELD
from townline.contacts.rules.queueing import Lost, Status
from townline.record.verbs import Actor, require


@dataclass(frozen=True, kw_only=True)
class NewAgent:
    """What an agent can, and for which queues."""

    label: str
    centre: str
    queues: Sequence[str]
    languages: Sequence[str]
    skills: Sequence[str] = ()
    reserved: str = ""
    text_most: int = 1
    answers_at_once: bool = False
    member_id: int | None = None
    """None: a simulated one."""


def add_agents(*, city: City, agents: Sequence[NewAgent], by: Actor, at: datetime) -> list[int]:
    """
    Add agents, logged out, and return their keys.

    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.AGENT_PUT)
    rows = [
        AgentRow(
            city_id=city.id, member_id=new.member_id, label=new.label, centre=new.centre,
            queues=list(new.queues), languages=list(new.languages), skills=list(new.skills),
            reserved=new.reserved, text_most=new.text_most, answers_at_once=new.answers_at_once,
            status=Status.LOGGED_OUT, status_since=at, idle_since=at, voices=0, texts=0, missed=0,
            reason="",
        )
        for new in agents
    ]  # fmt: skip
    return [row.pk for row in AgentRow.objects.bulk_create(rows)]


def say_status(
    *, city: City, agent: int, status: Status, by: Actor, at: datetime, reason: str = ""
) -> tuple[Offer, ...]:
    """
    Let an agent be available, on a break, or gone, and return what they are offered.

    What they have in hand stays with them.

    :raises NoSuchAgent: if there is none
    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.ANSWERED)
    centre = queries.centre_of_agent(city.id, agent)
    with stepping(city_id=city.id, at=at, centres=[centre]) as step:
        was = step.agent(agent)
        since = was.status_since if was.status is status else at
        idle = at if status is Status.AVAILABLE and was.status is not status else was.idle_since
        now = replace(
            was, status=status, status_since=since, reason=reason, idle_since=idle, missed=0
        )
        step.put_agent(now)
        if status is Status.AVAILABLE:
            step.free(now)
    return tuple(step.offers)


def lose_agent(
    *, city: City, agent: int, by: Actor, at: datetime, why: Lost = Lost.DESK
) -> tuple[Offer, ...]:
    """
    Log an agent out who cannot be reached, and return to whom is offered what they had.

    It waits again at the head of its queue; what was being written up is over.

    :param why: what the agent reads of it
    :raises NoSuchAgent: if there is none
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.RETURNED)
    held = TurnRow.objects.filter(agent_id=agent, state__in=[str(each) for each in HELD])
    centre = queries.centre_of_agent(city.id, agent)
    with stepping(city_id=city.id, at=at, centres=[centre]) as step:
        keys = list(held.order_by("place").values_list("contact_id", flat=True))
        was = step.agent(agent)
        step.put_agent(
            replace(was, status=Status.LOGGED_OUT, status_since=at, reason=why, voices=0, texts=0)
        )
        for key in keys:
            give_back(step, key)
    return tuple(step.offers)
