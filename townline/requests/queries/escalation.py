"""What was escalated: to whom of a request, what comes next, and what waits for somebody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.cities.rules.ladder import Ladder, Step
from townline.hours import WorkingWeek
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.models import Hearer
from townline.requests.queries.lines import Line
from townline.requests.queries.shape import RequestShown
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording, why
from townline.requests.rules import escalation as rule
from townline.requests.rules.lifecycle import AT_WORK
from townline.staff import queries as staff

ESCALATED = (SQL / "escalated.sql").read_text()
COUNTED = 100
"""How far what waits for somebody is counted."""
LAST_ID = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class StepTold:
    """A step that was told."""

    why: str
    told: str
    """Who, as the record names them; empty where nobody was there to be told."""
    told_at: datetime


@dataclass(frozen=True, kw_only=True)
class StepToCome:
    """A step that comes unless something happens before."""

    why: str
    step: Step
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LadderShown:
    """How far a request has climbed, and what comes next."""

    told: tuple[StepTold, ...]
    coming: tuple[StepToCome, ...]
    still: bool
    """Whether its clock stands still, so that nothing comes."""


@dataclass(frozen=True, kw_only=True)
class EscalatedTo:
    """Something that was escalated to somebody who has not read it yet."""

    id: int
    """Of the escalation."""
    mark: int
    """Where a page of them ends."""
    why: str
    told_at: datetime
    number: str
    service_name: str
    department_name: str
    address: str
    """Empty where the request is confidential."""
    due_at: datetime | None
    status: str


def ladder_of(city: City, service_code: str) -> Ladder:
    """Return the ladder of a service as it is now, else the city's."""
    offer = catalogue.offers(city.edition_id).get(service_code)
    own = offer.escalation if offer else None
    return city.escalation if own is None else own


def climbed(city: City, found: RequestShown, *, at: datetime) -> LadderShown:
    """Return how far a request has climbed, as its record says; for staff who may see it."""
    entries = [line for line in found.lines if line.verb == verbs.ESCALATED.code]
    standing = rule.Standing(
        due_at=found.due_at,
        quiet_since=found.updated_at,
        still=found.paused_at is not None or found.status not in AT_WORK,
    )
    known = {_key(line) for line in entries}
    coming = (
        StepToCome(why=why(rung.step.when, rung.step.days), step=rung.step, at=rung.at)
        for rung in rule.rungs(ladder_of(city, found.service_code), standing, _week(city, found))
        if rung.key not in known and (rung.over is None or at < rung.over)
    )
    return LadderShown(
        told=tuple(_told(line) for line in entries),
        coming=() if standing.still or not found.open else tuple(coming),
        still=standing.still and found.open,
    )


def _told(line: Line) -> StepTold:
    data = line.data
    return StepTold(why=why(data["when"], data["days"]), told=data["to"], told_at=line.at)


def _key(line: Line) -> str:
    step = Step(when=line.data["when"], days=line.data["days"], tell=())
    since = datetime.fromisoformat(line.data["since"])
    return rule.Rung(step=step, since=since, at=since).key


def _week(city: City, found: RequestShown) -> WorkingWeek:
    try:
        return staff.week_of(found.edition_id, found.department)
    except staff.NoSuchDepartment:  # it came with a later edition
        return staff.week_of(city.edition_id, found.department)


def escalated_to(
    city: City,
    by: Actor,
    *,
    language: str,
    at: datetime,
    before: int | None = None,
    limit: int = 25,
) -> tuple[EscalatedTo, ...]:
    """
    Return what was escalated to the actor and not read yet, the newest first; one statement.

    :param before: the ``mark`` of the last one that was seen, for the next page
    """
    if by.member_id is None:
        return ()
    asked = {
        "member": by.member_id, "city": city.id, "limit": limit, "before": before or LAST_ID,
    }  # fmt: skip
    wording = Wording(language, at)
    return tuple(_escalated(row, wording) for row in fetched(ESCALATED, asked))


def _escalated(row: tuple[Any, ...], wording: Wording) -> EscalatedTo:
    key, when, days, told_at, mark, number, service, edition, department, *rest = row
    address, due_at, status, publicity = rest
    return EscalatedTo(
        id=key, mark=mark, why=why(when, days), told_at=told_at, number=number,
        service_name=wording.service(edition, service).name,
        department_name=wording.department(edition, department),
        address="" if publicity == "nothing" else address, due_at=due_at, status=status,
    )  # fmt: skip


def escalated_count(by: Actor) -> int:
    """Return how many requests wait to be read by the actor, counted to one above ``COUNTED``."""
    if by.member_id is None:
        return 0
    waiting = Hearer.objects.filter(member_id=by.member_id, read_at=None)
    return waiting.order_by().values("escalation__request").distinct()[: COUNTED + 1].count()
