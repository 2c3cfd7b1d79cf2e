"""Planning when agents are to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.contacts import queries, verbs
from townline.contacts.actions.leading import leads, require_led
from townline.contacts.models import Agent, Shift
from townline.contacts.rules.shifts import BadShift, Stretch, check
from townline.record.verbs import Actor, require


@dataclass(frozen=True, kw_only=True)
class NewShift:
    """A shift that somebody plans."""

    agent: int
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def put_shifts(*, city: City, shifts: Sequence[NewShift], by: Actor, at: datetime) -> list[int]:
    """
    Plan shifts, all or none, and return their keys.

    :raises BadShift: if one cannot be; its text says why
    :raises NoSuchAgent: if one is of nobody
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SHIFT_PUT)
    keys = sorted({each.agent for each in shifts})
    held = Agent.objects.select_for_update().filter(city_id=city.id, pk__in=keys).order_by("pk")
    if missing := set(keys) - {row.pk for row in held}:
        raise queries.NoSuchAgent(f"There is no agent {min(missing)}.")
    for centre in {row.centre for row in held}:
        require_led(city, centre, verbs.SHIFT_PUT, by)
    made = [_put(city, each, by, at) for each in shifts]
    return [row.pk for row in made]


def _put(city: City, new: NewShift, by: Actor, at: datetime) -> Shift:
    wanted = Stretch(new.starts_at, new.ends_at)
    near = Shift.objects.filter(
        agent_id=new.agent, removed_at=None, starts_at__lt=wanted.ends_at,
        ends_at__gt=wanted.starts_at,
    )  # fmt: skip
    check(wanted, [Stretch(row.starts_at, row.ends_at) for row in near])
    try:
        with transaction.atomic():
            return Shift.objects.create(
                city_id=city.id, agent_id=new.agent, starts_at=new.starts_at,
                ends_at=new.ends_at, at=at, by=by.label,
            )  # fmt: skip
    except IntegrityError as fault:
        raise BadShift("It begins with another shift of this agent.") from fault


@transaction.atomic
def copy_week(*, city: City, source: date, target: date, by: Actor, at: datetime) -> int:
    """
    Plan the shifts of one week for another, at the same local times, and return how many.

    What lies over a shift that is there already is left out, and so are agents of centres that the
    actor does not lead.

    :param source: the first day of the week that is copied; ``target`` of the one it is copied to
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SHIFT_PUT)
    days, made = (target - source).days, 0
    led = _led(city, by)
    for one in queries.shifts(city, source, source + timedelta(days=6)):
        if one.agent not in led:
            continue
        both = (one.starts_at, one.ends_at)
        moved = [each.astimezone(city.zone) + timedelta(days=days) for each in both]
        try:
            _put(city, NewShift(agent=one.agent, starts_at=moved[0], ends_at=moved[1]), by, at)
        except BadShift:
            continue
        made += 1
    return made


def _led(city: City, by: Actor) -> frozenset[int]:
    """Return the agents of the centres that somebody leads."""
    centres = dict(Agent.objects.filter(city_id=city.id).values_list("pk", "centre"))
    led = {each for each in set(centres.values()) if leads(city, each, by)}
    return frozenset(key for key, centre in centres.items() if centre in led)


@transaction.atomic
def remove_shift(*, city: City, shift: int, by: Actor, at: datetime) -> None:
    """
    Remove a shift; it stays to be seen who did.

    :raises NoSuchShift: if there is none, or it was removed
    :raises NotAllowed: if the actor may not
    """
    require(by, verbs.SHIFT_PUT)
    rows = Shift.objects.filter(city_id=city.id, pk=shift, removed_at=None)
    for centre in rows.values_list("agent__centre", flat=True):
        require_led(city, centre, verbs.SHIFT_PUT, by)
    if not rows.update(removed_at=at, removed_by=by.label):
        raise queries.NoSuchShift(f"There is no shift {shift}.")
