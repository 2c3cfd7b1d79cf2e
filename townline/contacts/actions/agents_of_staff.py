"""Members of staff become agents, and whose desk is not heard of any more is logged out."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.actions.agents import NewAgent, add_agents, lose_agent
from townline.contacts.actions.leading import require_led
from townline.contacts.actions.turnstile import Offer, stepping
from townline.contacts.models import Agent
from townline.contacts.queries.centres import contact_centre
from townline.contacts.rules.answering import Abilities, check
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.queueing import Status
from townline.record.verbs import Actor, require

UNSEEN = timedelta(seconds=60)
"""After so long without a sign of life from their desk an agent is taken for lost."""
RARELY = timedelta(seconds=10)
"""A sign of life is written no oftener than this."""


@transaction.atomic
def put_agent(
    *, city: City, member_id: int, label: str, said: Abilities, by: Actor, at: datetime
) -> int:
    """
    Let a member of staff answer contacts, or change where and what they answer; return their key.

    One who is available is offered at once what they may take from now on.

    :param label: how the record of contacts names them
    :raises UnfitAgent: if the city has no such centre, queue, language or skill
    :raises NotNow: if they have contacts in hand, and would go to another centre
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.AGENT_PUT)
    check(said, contact_centre(city.edition_id), city.languages)
    row = Agent.objects.filter(city_id=city.id, member_id=member_id).first()
    for centre in {said.centre, row.centre if row else said.centre}:
        require_led(city, centre, verbs.AGENT_PUT, by)
    if row is None:
        new = NewAgent(label=label, member_id=member_id, **asdict(said))
        return add_agents(city=city, agents=[new], by=by, at=at)[0]
    with stepping(city_id=city.id, at=at, centres=sorted({row.centre, said.centre})) as step:
        row = Agent.objects.select_for_update().get(pk=row.pk)
        if (row.voices or row.texts) and row.centre != said.centre:
            raise NotNow(f"{row.label} has contacts in hand, and stays at {row.centre} till then.")
        for name, value in asdict(said).items():
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
        row.label, row.text_most = label, max(said.text_most, row.texts)
        row.save(update_fields=["label", *asdict(said)])
        agent = step.agent(row.pk)
        step.put_agent(agent)
        if agent.status is Status.AVAILABLE:
            step.free(agent)
    return row.pk


def see_agent(*, city: City, agent: int, by: Actor, at: datetime) -> None:
    """
    Note that an agent's desk is there.

    :raises NotAllowed: if the actor answers no contacts
    """
    require(by, verbs.ANSWERED)
    row = Agent.objects.filter(city_id=city.id, pk=agent)
    row.exclude(seen_at__gt=at - RARELY).update(seen_at=at)


def lose_unseen(*, city: City, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """
    Log out the agents whose desk has not been heard of for a minute, and return who is offered.

    Only whose desk has ever said that it is there.
    """
    gone = Agent.objects.filter(city_id=city.id, seen_at__lt=at - UNSEEN)
    gone = gone.exclude(status=str(Status.LOGGED_OUT)).order_by("seen_at", "id")
    offers: list[Offer] = []
    for key in list(gone.values_list("pk", flat=True)):
        offers += lose_agent(city=city, agent=key, by=by, at=at)
    return tuple(offers)
