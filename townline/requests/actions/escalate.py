"""What climbs its ladder: entered, and told to those whom the ladder names, once a promise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.record.verbs import SYSTEM, Actor
from townline.requests import verbs
from townline.requests.actions.change import happen, week_of
from townline.requests.models import Escalation, Hearer, ServiceRequest
from townline.requests.queries.escalation import ladder_of
from townline.requests.rules import escalation as rule
from townline.requests.rules.escalation import Person, Rung
from townline.requests.rules.lifecycle import AT_WORK
from townline.staff import queries as staff

MOST = 200
"""How many requests are looked at together."""
LOOK_AGAIN = timedelta(hours=12)
"""So often every open request is looked at: by then a ladder that was changed is in force."""


@dataclass
class _City:
    """A city whose ladders are climbed, with what is read of it once and only if need be."""

    city: City
    by: Actor
    at: datetime
    _people: Mapping[int, staff.Reached] | None = field(default=None)

    @property
    def people(self) -> Mapping[int, staff.Reached]:
        if self._people is None:
            self._people = {each.id: each for each in staff.reached(self.city)}
        return self._people


def climb(*, city: City, by: Actor = SYSTEM, at: datetime, most: int = MOST) -> int:
    """
    Tell those concerned of what has climbed a step of its ladder; return how many were looked at.

    Entry, notices and what the desk shows are written in one transaction with a key that is there
    once: a worker that is killed has told either all of it or nothing. Takes ``most`` requests a
    call, skipping those that somebody holds; call again while it returns ``most``.
    """
    with transaction.atomic():
        due = ServiceRequest.objects.filter(city_id=city.id, climbs_at__lte=at)
        rows = list(due.select_for_update(skip_locked=True).order_by("climbs_at")[:most])
        told = _told(rows)
        here = _City(city, by, at)
        for request in rows:
            _climb(here, request, told.get(request.pk, set()))
    return len(rows)


def _told(rows: Iterable[ServiceRequest]) -> dict[int, set[str]]:
    kept: dict[int, set[str]] = {}
    found = Escalation.objects.filter(request_id__in=[row.pk for row in rows])
    for request_id, key in found.values_list("request_id", "key"):
        kept.setdefault(request_id, set()).add(key)
    return kept


def _climb(here: _City, request: ServiceRequest, told: set[str]) -> None:
    ladder, standing = ladder_of(here.city, request.service_code), standing_of(request)
    week = week_of(request)
    for rung in rule.owed(ladder, standing, week, told=told, at=here.at):
        _tell(here, request, rung)
    following = rule.next_at(ladder, standing, week, at=here.at)
    again = here.at + LOOK_AGAIN
    request.climbs_at = None if standing.still else min(following or again, again)
    request.save(update_fields=["climbs_at", "seq", "head"])


def standing_of(request: ServiceRequest) -> rule.Standing:
    """Return how a request stands, as far as ladders ask."""
    return rule.Standing(
        due_at=request.due_at,
        quiet_since=request.updated_at,
        still=request.paused_at is not None or request.status not in AT_WORK,
    )


def _tell(here: _City, request: ServiceRequest, rung: Rung) -> None:
    step, at = rung.step, here.at
    people = [
        Person(id=one.id, label=one.label, departments=one.departments, roles=one.roles)
        for one in here.people.values()
    ]
    hearers = rule.hearers(
        step, department=request.department, assignee=request.assignee_id, people=people
    )
    names = rule.addresses(step)
    labels = [*(person.label for person in hearers), *names]
    happen(
        request, verbs.ESCALATED, by=here.by, at=at, when=step.when, days=step.days,
        to=", ".join(labels), since=rung.since.isoformat(),
    )  # fmt: skip
    kept = Escalation.objects.create(
        request=request, key=rung.key, when=step.when, days=step.days, seq=request.seq,
        told=labels, told_at=at,
    )  # fmt: skip
    if "desk" in step.by:
        Hearer.objects.bulk_create(
            Hearer(escalation=kept, member_id=person.id, told_at=at) for person in hearers
        )
    if "email" in step.by:
        _write(here, request, rung, [here.people[person.id] for person in hearers], names)


def _write(
    here: _City,
    request: ServiceRequest,
    rung: Rung,
    hearers: Iterable[staff.Reached],
    names: Iterable[str],
) -> None:
    """Owe the letters: one to each address, whoever stands behind it."""
    department = staff.departments(here.city.edition_id).get(request.department)
    known = department.addresses if department else {}
    own = {one.email.lower(): one.email for one in hearers if one.email and one.escalations}
    shared = {known[name].lower(): known[name] for name in names if name in known}
    for address, email in (shared | own).items():
        contacts.owe_staff(
            city_id=here.city.id, email=email, language=here.city.languages[0],
            template="escalated",
            data={
                "number": request.number, "when": rung.step.when, "days": rung.step.days,
                "own": address in own,
            },
            by=here.by, at=here.at,
        )  # fmt: skip


def mark_read(*, city: City, escalation_id: int | None, by: Actor, at: datetime) -> int:
    """
    Say that the actor has read what was escalated to them: one, or all of it; return how many.

    What is not theirs, or was read before, is left alone.
    """
    if by.member_id is None:
        return 0
    waiting = Hearer.objects.filter(
        member_id=by.member_id, read_at=None, escalation__request__city_id=city.id
    )
    if escalation_id is not None:
        waiting = waiting.filter(escalation_id=escalation_id)
    keys = list(waiting.values_list("pk", flat=True))
    return Hearer.objects.filter(pk__in=keys, read_at=None).update(read_at=at)
