"""Where a contact may be passed on to, and whether anybody answers it there."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from townline.cities.rules.city import City
from townline.contacts.models import Agent, AgentPhone, Turn
from townline.contacts.queries.centres import contact_centre
from townline.contacts.queries.opening import Opening, openings_of
from townline.contacts.queries.turns import NoSuchTurn
from townline.contacts.rules.queueing import TELEPHONE, Queue, Status, needs_in


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A queue that a contact may be passed on to."""

    code: str
    centre: str
    opening: Opening
    staffed: bool
    """Whether somebody is there, besides the agent who has the contact, who can answer it."""

    @property
    def answers(self) -> bool:
        """Return whether somebody answers there now."""
        return self.opening.open and self.staffed


@dataclass(frozen=True, kw_only=True)
class _There:
    """An agent who is there, and what they can."""

    centre: str
    queues: frozenset[str]
    skills: frozenset[str]

    def answers(self, queue: Queue, needs: frozenset[str]) -> bool:
        """Return whether they answer a queue, for contacts that need something."""
        return self.centre == queue.centre and queue.code in self.queues and needs <= self.skills


def elsewhere(city: City, contact: int, at: datetime) -> tuple[Elsewhere, ...]:
    """
    Return the queues that a contact may be passed on to, in the order of the city's folder.

    The number of statements is the same for any number of queues.

    :raises NoSuchTurn: if there is no such contact that anybody answers
    """
    return _elsewhere(city, _turn(city, contact), at)


def nobody_answers(city: City, contact: int, queue: str, at: datetime) -> Elsewhere | None:
    """
    Return the queue of whose silence an agent is warned before they pass a contact on to it.

    None: somebody answers there, it is no queue for this contact, or there is an emergency, which
    nothing delays.

    :raises NoSuchTurn: if there is no such contact that anybody answers
    """
    turn = _turn(city, contact)
    if turn.grave:
        return None
    found = _elsewhere(city, turn, at)
    return next((each for each in found if each.code == queue and not each.answers), None)


def _turn(city: City, contact: int) -> Turn:
    turn = Turn.objects.filter(city_id=city.id, pk=contact).first()
    if turn is None:
        raise NoSuchTurn(f"There is no contact {contact} that anybody answers.")
    return turn


def _elsewhere(city: City, turn: Turn, at: datetime) -> tuple[Elsewhere, ...]:
    known = contact_centre(city.edition_id).queues.values()
    queues = [each for each in known if each.medium == turn.medium and each.code != turn.queue]
    openings = openings_of(city, [each.code for each in queues], at)
    there = _there(turn)
    return tuple(
        Elsewhere(
            code=each.code, centre=each.centre, opening=openings[each.code],
            staffed=any(
                agent.answers(each, frozenset(needs_in(each, turn.needs))) for agent in there
            ),
        )
        for each in queues
    )  # fmt: skip


def _there(turn: Turn) -> list[_There]:
    """Return who speaks the language of a contact and is there, except whoever has it."""
    rows = Agent.objects.filter(
        Q(status=str(Status.AVAILABLE)) | Q(voices__gt=0) | Q(texts__gt=0),
        city_id=turn.city_id, languages__contains=[turn.language],
    ).exclude(status=str(Status.LOGGED_OUT))  # fmt: skip
    if turn.agent_id is not None:
        rows = rows.exclude(pk=turn.agent_id)
    if not turn.simulated:
        rows = rows.exclude(member=None)
    phone = Exists(AgentPhone.objects.filter(agent=OuterRef("pk")))
    found = rows.values_list("centre", "queues", "skills", phone)
    return [
        _There(
            centre=centre, queues=frozenset(queues),
            skills=frozenset((*skills, TELEPHONE) if by_phone else skills),
        )
        for centre, queues, skills, by_phone in found
    ]  # fmt: skip
