"""
What a carrier is to be asked, so that calls are where their contacts are.

Nobody of the network is asked within a transaction: a demand is a row, written with the change of
the call, which a courier takes afterwards. What is demanded follows from how call and contact
stand, so that it does not matter who changed the contact, nor whether this was told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from townline.cities.rules.city import City
from townline.contacts.actions.carried import calling, over, ring
from townline.contacts.models import CarrierCall, CarrierDemand, Turn
from townline.contacts.rules.carried import (
    ASKS_OFTEN,
    SILENT_TOO_LONG,
    WITH_SOMEBODY,
    Doing,
    Wish,
    wanted,
)
from townline.contacts.rules.course import State
from townline.record.verbs import SYSTEM, Actor

TRIES = 4
WAIT_S = 2
"""After a demand that failed; twice as long after each other one."""
TAKEN = timedelta(seconds=30)
"""For so long a demand that a courier took is left to it; if it died, another one takes it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something to ask a carrier for."""

    id: int
    wish: Wish
    contact: int
    sid: str


def look_after_calls(*, city: City, by: Actor, at: datetime) -> int:
    """Demand what calls are to do by where their contacts are, and return how much that was."""
    return sum(
        look_after(city=city, contact=key, by=by, at=at) is not None for key in _astray(city, at)
    )


def _astray(city: City, at: datetime) -> Iterator[int]:
    """Yield the calls that may be elsewhere than their contacts, or that the carrier forgot."""
    calls = CarrierCall.objects.filter(city_id=city.id).exclude(doing=str(Doing.OVER))
    turns = Turn.objects.filter(city_id=city.id, contact__carried__in=calls)
    settled = Q(state__in=[str(State.WAITING), str(State.OFFERED)])
    with_it = Q(state=str(State.IN_CONTACT), agent=F("contact__carried__agent"))
    astray = turns.exclude(settled & Q(contact__carried__doing=str(Doing.WAITING)))
    yield from astray.exclude(with_it).values_list("pk", flat=True)
    silent = Q(doing__in=[str(d) for d in ASKS_OFTEN], moved_at__lt=at - SILENT_TOO_LONG)
    yield from calls.filter(silent).values_list("pk", flat=True)


@transaction.atomic
def look_after(*, city: City, contact: int, by: Actor, at: datetime) -> Wish | None:
    """Demand what one call is to do, unless something is demanded of it already."""
    with calling(city.id, contact) as call:
        if call.demands.filter(done_at=None, given_up_at=None).exists():
            return None
        wish = _wish(call, at)
        if wish is not None:
            demand(call, wish, at)
            _go(call, wish, by, at)
        return wish


def demand(call: CarrierCall, wish: Wish, at: datetime) -> None:
    """Write a demand of a call that is held."""
    CarrierDemand.objects.create(call=call, wish=wish, made_at=at, try_after=at)


def _wish(call: CarrierCall, at: datetime) -> Wish | None:
    doing = Doing(call.doing)
    if doing in ASKS_OFTEN and call.moved_at < at - SILENT_TOO_LONG:
        return Wish.END
    turn = Turn.objects.filter(pk=call.pk).first()
    if turn is None:
        return None
    return wanted(doing, call.agent_id, State(turn.state), turn.agent_id)


def _go(call: CarrierCall, wish: Wish, by: Actor, at: datetime) -> None:
    """Let a call that is held be where it is brought."""
    call.moved_at = at
    if wish is Wish.JOIN:
        agent = Turn.objects.values_list("agent_id", flat=True).get(pk=call.pk)
        assert agent is not None
        ring(call, agent, by, at)
    elif wish is Wish.WAIT:
        call.doing, call.agent = Doing.WAITING, None


@transaction.atomic
def meet(*, city: City, contact: int, by: Actor, at: datetime) -> Wish | None:
    """
    Let a call that is asking right now go where its contact is, and return what that means.

    As ``look_after``, but nothing is demanded: who asks is told.
    """
    with calling(city.id, contact) as call:
        if call.demands.filter(done_at=None, given_up_at=None).exists():
            return None
        if call.doing in WITH_SOMEBODY:  # what was demanded did not come to anything
            return Wish.JOIN
        wish = _wish(call, at)
        if wish is not None:
            _go(call, wish, by, at)
        return wish


@transaction.atomic
def claim_demands(*, city: City, by: Actor, at: datetime, most: int = 20) -> tuple[Asked, ...]:
    """Take demands whose time has come; another courier takes none of these for a while."""
    rows = (
        CarrierDemand.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("call")
        .filter(done_at=None, given_up_at=None, try_after__lte=at, call__city_id=city.id)
        .order_by("try_after", "id")[:most]
    )
    claimed = list(rows)
    for row in claimed:
        row.try_after, row.tried = at + TAKEN, row.tried + 1
        row.save(update_fields=["try_after", "tried"])
    return tuple(
        Asked(id=row.pk, wish=Wish(row.wish), contact=row.call_id, sid=row.call.sid)
        for row in claimed
    )


@transaction.atomic
def demand_done(
    *, city: City, demand_id: int, by: Actor, at: datetime, sid: str = "", gone: bool = False
) -> None:
    """
    Say that a carrier did what it was asked for.

    :param sid: how it calls a call that it was asked to start
    :param gone: whether it has no such call any more
    """
    row = CarrierDemand.objects.get(pk=demand_id)
    CarrierDemand.objects.filter(pk=demand_id, done_at=None).update(done_at=at)
    with calling(city.id, row.call_id) as call:
        if sid and not call.sid:
            call.sid = sid
        if call.doing != Doing.OVER and (gone or row.wish == Wish.END):
            over(city, call, "gone" if gone else "completed", by, at)


@transaction.atomic
def demand_failed(
    *, city: City, demand_id: int, fault: str, by: Actor, at: datetime, for_good: bool = False
) -> None:
    """
    Say that it did not; it is asked again, until it was often enough.

    A call that could not be started, or not be ended, is over for us.
    """
    row = CarrierDemand.objects.get(pk=demand_id)
    row.fault, row.try_after = fault[:200], at + timedelta(seconds=WAIT_S * 2**row.tried)
    if for_good or row.tried >= TRIES:
        row.given_up_at = at
    row.save(update_fields=["fault", "try_after", "given_up_at"])
    if row.given_up_at and row.wish in (Wish.START, Wish.END):
        with calling(city.id, row.call_id) as call:
            if call.doing != Doing.OVER:
                over(city, call, "failed", SYSTEM, at)
