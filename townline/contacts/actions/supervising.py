"""What supervisors do: move what waits, direct queues for a while, put agents on a break or out."""

from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.agents import lose_agent, say_status
from townline.contacts.actions.leading import require_led
from townline.contacts.actions.turnstile import Offer, Step, step_of
from townline.contacts.models import DirectiveRow
from townline.contacts.rules.centres import Centre
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.directives import Directive, Kind, check
from townline.contacts.rules.queueing import Queue, Status
from townline.contacts.rules.turns import Turn
from townline.live import topics
from townline.live.telling import tell
from townline.record.verbs import SYSTEM, Actor, require


def reassign(
    *, city: City, contact: int, queue: Queue, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Let a contact that waits do so in another queue, without losing its place.

    :raises NotNow: if it does not wait any more, or the queue takes another medium
    :raises NotAllowed: if the actor may not
    """
    require_led(city, queries.centre_of(city.id, contact), verbs.REASSIGNED, by)

    def deed(step: Step, turn: Turn) -> None:
        if turn.medium is not queue.medium:
            raise NotNow(f"{turn.number} is {turn.medium.value}; {queue.code} takes that not.")
        moved = step.moved(turn, verbs.REASSIGNED, by, queue=queue.code)
        step.close_leg(turn, "reassigned")
        step.leave(turn)
        step.wait(moved.moved_to(queue, at))

    return step_of(city.id, contact, at, deed, also=[queue.centre])


@transaction.atomic
def direct(*, city: City, centre: Centre, directive: Directive, by: Actor, at: datetime) -> int:
    """
    Direct hours or an announcement of a queue, at once, and return the key of what was directed.

    :raises Undirectable: if that cannot be directed
    :raises NotAllowed: if the actor does not lead the department of the centre
    """
    require(by, verbs.DIRECTED, department=centre.department)
    check(directive)
    return _put(city, centre, directive, None, by, at)


@transaction.atomic
def take_back_directive(
    *, city: City, centre: Centre, directive: int, by: Actor, at: datetime
) -> None:
    """
    Take back what was directed: what held before holds again.

    :raises NoSuchDirective: if it was taken back already, or is none of the centre's
    :raises NotAllowed: if the actor does not lead the department of the centre
    """
    require(by, verbs.DIRECTED, department=centre.department)
    where, said = queries.directive(city.id, directive)
    if where != centre.code or said.taken_back_at is not None:
        raise queries.NoSuchDirective(f"There is no directive {directive} that stands.")
    try:
        with transaction.atomic():
            DirectiveRow.objects.create(
                city_id=city.id, centre=where, queue=said.directive.queue, by=by.label, at=at,
                kind=str(Kind.TAKEN_BACK), takes_back_id=directive,
            )  # fmt: skip
            tell(topics.centre(city.id, where))
    except IntegrityError as fault:
        raise queries.NoSuchDirective(f"Directive {directive} was taken back.") from fault


@transaction.atomic
def put_aside(
    *, city: City, centre: Centre, agent: int, kind: Kind, by: Actor, at: datetime
) -> tuple[Offer, ...]:
    """
    Put an agent on a break, or log one out who left; return what is offered to whom instead.

    What somebody on a break has in hand stays with them; what somebody had who left waits again at
    the head of its queue.

    :raises NoSuchAgent: if there is none at the centre
    :raises NotAllowed: if the actor does not lead the department of the centre
    """
    require(by, verbs.DIRECTED, department=centre.department)
    if queries.centre_of_agent(city.id, agent) != centre.code:
        raise queries.NoSuchAgent(f"There is no agent {agent} at {centre.code}.")
    _put(city, centre, Directive(kind=kind), agent, by, at)
    if kind is Kind.OUT:
        return lose_agent(city=city, agent=agent, by=SYSTEM, at=at)
    return say_status(
        city=city, agent=agent, status=Status.BREAK, reason="supervisor", by=SYSTEM, at=at
    )


def _put(
    city: City, centre: Centre, directive: Directive, agent: int | None, by: Actor, at: datetime
) -> int:
    row = DirectiveRow.objects.create(
        city_id=city.id, centre=centre.code, queue=directive.queue, agent_id=agent,
        kind=str(directive.kind), data=msgspec.to_builtins(directive), until_at=directive.until,
        by=by.label, at=at,
    )  # fmt: skip
    tell(topics.centre(city.id, centre.code))
    return row.pk
