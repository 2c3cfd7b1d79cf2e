"""A member of staff calls a resident: their own telephone rings first, then the resident's."""

from datetime import datetime

from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.agents import say_status
from townline.contacts.actions.carried import enter, under_way
from townline.contacts.actions.demands import demand
from townline.contacts.models import Agent, CarrierCall, Turn
from townline.contacts.queries.carried import phone_of_agent
from townline.contacts.rules.carried import CALLING, Doing, Way, Wish
from townline.contacts.rules.course import State
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.reach import phone_number
from townline.record.verbs import Actor, require


class CannotCall(ValueError):
    """Why nobody can be called, by a word of its own."""

    def __init__(self, code: str, says: str) -> None:
        self.code = code
        super().__init__(says)


@transaction.atomic
def call_out(*, city: City, agent: int, whom: int, about: str, by: Actor, at: datetime) -> int:
    """
    Let a carrier call the resident of a contact for an agent, and return the new contact's key.

    The number stays where it is: neither the agent nor the record of the call sees it.

    :param whom: the contact that left a number
    :param about: the number of the request over which they are called, else empty
    :raises NotAllowed: if the actor may not
    :raises CannotCall: if there is no number to call, or from which, or the agent has a call
    """
    require(by, verbs.CALL_MADE)
    reach = queries.reach_of(whom)
    phone = phone_number(reach.phone) if reach and reach.city_id == city.id else ""
    if not reach or not phone:
        raise CannotCall("no_number", "The resident left no telephone number.")
    if not phone_of_agent(agent):
        raise CannotCall("no_phone", "Say at which telephone you take calls first.")
    numbers = queries.voice_of(city.edition_id).numbers
    if not numbers:
        raise CannotCall("no_line", "The city has no telephone number to call from.")
    row = _free(city, agent, by, at)
    contact = under_way(city, reach.language, phone, "follow_up", at)
    call = CarrierCall.objects.create(
        contact=contact, city_id=city.id, number=f"call-{contact.pk}", way=Way.OUT,
        line=numbers[0].number, language=reach.language, doing=Doing.RINGING, agent_id=agent,
        about=about, began_at=at, moved_at=at,
    )  # fmt: skip
    enter(call, verbs.CALL_MADE, by, at, agent=row.label, about=about)
    demand(call, Wish.START, at)
    return contact.pk


def call_back_owed(*, city: City, by: Actor, at: datetime) -> int:
    """
    Let a carrier call those back whose turn has come and whose agent has taken them.

    Only for agents who take calls at a telephone; others call by themselves.
    """
    require(by, verbs.REACHED)
    under_way = CarrierCall.objects.exclude(doing=str(Doing.OVER)).filter(way=str(Way.OUT))
    owed = Turn.objects.filter(
        city_id=city.id, callback=True, state=str(State.IN_CONTACT), answered_at=None,
        agent__phone__isnull=False,
    ).exclude(agent__in=under_way.values("agent"))  # fmt: skip
    numbers = queries.voice_of(city.edition_id).numbers
    if not numbers:
        return 0
    return sum(_call_back(city, turn, numbers[0].number, by, at) for turn in owed)


def _call_back(city: City, turn: Turn, line: str, by: Actor, at: datetime) -> bool:
    reach = queries.reach_of(turn.pk)
    phone = phone_number(reach.phone) if reach else ""
    if not phone or turn.agent is None:  # forgotten meanwhile
        return False
    try:
        with transaction.atomic():
            contact = under_way(city, turn.language, phone, "follow_up", at)
            call = CarrierCall.objects.create(
                contact=contact, city_id=city.id, number=f"call-{contact.pk}", way=Way.OUT,
                line=line, language=turn.language, doing=Doing.RINGING, agent=turn.agent,
                calls_back=turn, began_at=at, moved_at=at,
            )  # fmt: skip
            enter(call, verbs.CALL_BACK, by, at, agent=turn.agent.label)
            demand(call, Wish.START, at)
    except IntegrityError:  # another worker was faster
        return False
    return True


def _free(city: City, agent: int, by: Actor, at: datetime) -> Agent:
    """Return the agent, who is offered nothing from now on."""
    known = Agent.objects.filter(city_id=city.id)
    if known.values_list("status", flat=True).get(pk=agent) == Status.AVAILABLE:
        say_status(
            city=city, agent=agent, status=Status.BREAK, reason=CALLING, by=by, at=at
        )  # after this step the queue offers nothing more, so what is read now stays
    row = known.get(pk=agent)
    under_way = CarrierCall.objects.exclude(doing=str(Doing.OVER))
    if row.voices or under_way.filter(agent_id=agent, way=str(Way.OUT)).exists():
        raise CannotCall("busy", "You have a call already. End it first.")
    return row
