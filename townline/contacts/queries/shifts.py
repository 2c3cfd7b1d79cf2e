"""When agents are to answer, and whether they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from townline.cities.rules.city import City
from townline.contacts.models import Agent, Shift
from townline.contacts.queries.statuses import StatusSince, statuses
from townline.contacts.rules import shifts as rule
from townline.contacts.rules.queueing import Status
from townline.contacts.rules.shifts import Interval, Stretch


class NoSuchShift(LookupError):
    """There is no such shift, or it was removed."""


@dataclass(frozen=True, kw_only=True)
class ShiftShown:
    """A shift of an agent."""

    id: int
    agent: int
    label: str
    starts_at: datetime
    ends_at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How an agent kept the shifts of a day."""

    agent: int
    label: str
    shifts: tuple[ShiftShown, ...]
    intervals: tuple[Interval, ...]
    whole: Interval


def day_of(day: date, city: City) -> Stretch:
    """Return from when until when a day of the city lasts."""
    return Stretch(
        datetime.combine(day, time(0), city.zone),
        datetime.combine(day + timedelta(days=1), time(0), city.zone),
    )


def shifts(
    city: City, first: date, last: date, *, agent: int | None = None
) -> tuple[ShiftShown, ...]:
    """Return the shifts that begin on days of the city, by their beginning."""
    begins, ends = day_of(first, city).starts_at, day_of(last, city).ends_at
    rows = Shift.objects.filter(
        city_id=city.id, removed_at=None, starts_at__gte=begins, starts_at__lt=ends
    ).select_related("agent")
    if agent is not None:
        rows = rows.filter(agent_id=agent)
    return tuple(
        ShiftShown(
            id=row.pk, agent=row.agent_id, label=row.agent.label, starts_at=row.starts_at,
            ends_at=row.ends_at, by=row.by,
        )
        for row in rows.order_by("starts_at", "agent__label", "id")
    )  # fmt: skip


def adherence(city: City, day: date, agents: Sequence[int], *, at: datetime) -> tuple[Kept, ...]:
    """
    Return how agents kept the shifts of a day, by name.

    Who has no shift and was not there is left out. A shift that began the day before counts for
    what of it lies in the day.
    """
    of = day_of(day, city)
    near = shifts(city, day - timedelta(days=1), day)
    heard = statuses(city.id, agents, since=of.starts_at, at=min(of.ends_at, at))
    labels = dict(Agent.objects.filter(pk__in=agents).values_list("id", "label"))
    found = []
    for agent in sorted(agents, key=lambda key: (labels.get(key, ""), key)):
        mine = tuple(each for each in near if each.agent == agent)
        planned = [each for s in mine if (each := Stretch(s.starts_at, s.ends_at).both(of))]
        there = _there([each for each in heard if each.agent == agent], of, at)
        intervals = rule.adherence(planned, there, of=of, until=at)
        whole = rule.whole(intervals, of.starts_at)
        if planned or whole.unplanned:
            found.append(
                Kept(
                    agent=agent, label=labels[agent], whole=whole, intervals=intervals,
                    shifts=tuple(s for s in mine if s.ends_at > of.starts_at),
                )
            )  # fmt: skip
    return tuple(found)


def _there(heard: Sequence[StatusSince], of: Stretch, at: datetime) -> list[Stretch]:
    """Return when an agent was available within a day."""
    end = min(of.ends_at, at)
    found = []
    for position, one in enumerate(heard):
        until = heard[position + 1].at if position + 1 < len(heard) else end
        if one.status is Status.AVAILABLE and one.at < until:
            part = Stretch(one.at, until).both(of)
            found += [part] if part else []
    return found
