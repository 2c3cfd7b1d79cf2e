"""Which steps of a ladder a request has reached, and who is told at each: each once a promise."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from townline import hours
from townline.cities.rules.ladder import Ladder, Step
from townline.hours import Promise, WorkingWeek

SOON = timedelta(hours=24)
"""How long before the promise something is due soon; as ``request.due_soon`` has it."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a request stands, as far as ladders ask."""

    due_at: datetime | None
    quiet_since: datetime
    """When residents could last read something new of it."""
    still: bool
    """Whether its clock stands still, or it is nobody's to work on: then it climbs no ladder."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A step of the ladder as it concerns one promise, or one silence, of a request."""

    step: Step
    since: datetime
    """The moment of the promise, or the last sign: another one begins anew."""
    at: datetime
    """When it falls."""
    over: datetime | None = None
    """From when on it has no sense any more: nothing that is late is due soon."""

    @property
    def key(self) -> str:
        """Return what is kept of it once it was told."""
        return f"{self.step.key}@{self.since.astimezone(UTC).isoformat(timespec='microseconds')}"


def rungs(ladder: Ladder, standing: Standing, week: WorkingWeek) -> tuple[Rung, ...]:
    """Return the rungs of a request as it stands now, in the order in which they fall."""
    found = (_rung(step, standing, week) for step in ladder)
    return tuple(sorted((r for r in found if r is not None), key=lambda r: (r.at, r.step.key)))


def _rung(step: Step, standing: Standing, week: WorkingWeek) -> Rung | None:
    if step.when == "silent":
        since = standing.quiet_since
        return Rung(step=step, since=since, at=since + timedelta(days=step.days))
    due_at = standing.due_at
    if due_at is None:
        return None
    if step.when == "due_soon":
        return Rung(step=step, since=due_at, at=due_at - SOON, over=due_at)
    if step.when == "due":
        return Rung(step=step, since=due_at, at=due_at)
    late = hours.due(due_at, Promise(step.days, "working_days"), week)
    return Rung(step=step, since=due_at, at=late)


def owed(
    ladder: Ladder,
    standing: Standing,
    week: WorkingWeek,
    *,
    told: Collection[str],
    at: datetime,
) -> tuple[Rung, ...]:
    """
    Return what is to be told now: what has fallen and was not told.

    :param told: the keys of the rungs that were told
    """
    if standing.still:
        return ()
    return tuple(
        rung
        for rung in rungs(ladder, standing, week)
        if rung.at <= at and (rung.over is None or at < rung.over) and rung.key not in told
    )


def next_at(
    ladder: Ladder, standing: Standing, week: WorkingWeek, *, at: datetime
) -> datetime | None:
    """Return when the next rung falls after ``at``, as the request stands now; None where none."""
    if standing.still:
        return None
    return min((rung.at for rung in rungs(ladder, standing, week) if rung.at > at), default=None)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who may be told."""

    id: int
    label: str
    departments: frozenset[str]
    roles: frozenset[str]

    def works_for(self, department: str) -> bool:
        """Return whether they work for a department."""
        return not self.departments.isdisjoint({department, "*"})


def hearers(
    step: Step, *, department: str, assignee: int | None, people: Iterable[Person]
) -> tuple[Person, ...]:
    """
    Return who is told at a step, each once, in the order in which the step names them.

    Where nobody has the request, or who has it left, the supervisors are told in their place: what
    is nobody's must reach somebody.
    """
    here = [person for person in people if person.works_for(department)]
    found: dict[int, Person] = {}
    for whom in step.tell:
        for person in _named(whom, here, assignee):
            found.setdefault(person.id, person)
    return tuple(found.values())


def _named(whom: str, here: list[Person], assignee: int | None) -> list[Person]:
    if whom == "assignee":
        their = [person for person in here if person.id == assignee]
        return their or _named("supervisors", here, None)
    role = "supervisor" if whom == "supervisors" else whom.removeprefix("role:")
    return [person for person in here if role in person.roles] if role != whom else []


def addresses(step: Step) -> tuple[str, ...]:
    """Return the names of the department's addresses that a step tells."""
    return tuple(w.removeprefix("address:") for w in step.tell if w.startswith("address:"))
