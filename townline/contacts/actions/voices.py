"""How an edition answers calls, and at which telephone an agent takes them."""

from datetime import datetime

import msgspec
from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.actions.turnstile import stepping
from townline.contacts.models import AgentPhone, VoiceRow
from townline.contacts.queries.carried import forget_voices
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.reach import phone_number
from townline.contacts.rules.voice import Voice
from townline.record.verbs import Actor


class NoNumber(ValueError):
    """What was given is no telephone number."""


@transaction.atomic
def put_voice(*, edition_id: int, said: Voice, by: Actor, at: datetime) -> None:
    """
    Give an edition its way of answering calls.

    :raises IntegrityError: if it has one already
    """
    VoiceRow.objects.create(edition_id=edition_id, data=msgspec.to_builtins(said))
    forget_voices()


def say_phone(*, city: City, agent: int, number: str, by: Actor, at: datetime) -> None:
    """
    Say at which telephone an agent takes calls of a carrier; an empty one takes it back.

    Only who has one is offered such calls. Who is available is offered at once what waits.

    :raises NoSuchAgent: if there is none
    :raises NoNumber: if it is no telephone number
    """
    centre, plain = queries.centre_of_agent(city.id, agent), phone_number(number)
    if number.strip() and not plain:
        raise NoNumber("Write a telephone number with its area code, such as (213) 555-0101.")
    with stepping(city_id=city.id, at=at, centres=[centre]) as step:
        if plain:
            AgentPhone.objects.update_or_create(agent_id=agent, defaults={"number": plain})
        else:
            AgentPhone.objects.filter(agent_id=agent).delete()
        now = step.agent(agent)
        step.put_agent(now)
        if now.status is Status.AVAILABLE:
            step.free(now)
