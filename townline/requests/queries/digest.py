"""How a department stands this morning: counts, and the requests that wait the longest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import department_name
from townline.requests.queries.work import Asked, worklist
from townline.requests.rules import digest as rule
from townline.requests.rules.worklists import COUNTS_TO
from townline.staff import queries as staff

DIGEST = (SQL / "digest.sql").read_text()


@dataclass(frozen=True, kw_only=True)
class Worst:
    """A request that is late or due today, with nothing of who reported it."""

    number: str
    service_name: str
    due_at: datetime
    late: bool
    address: str
    """Empty where the request is confidential."""
    who: str
    """Who has it; empty where nobody has."""


@dataclass(frozen=True, kw_only=True)
class DigestShown:
    """The digest of a department for one day."""

    department: str
    department_name: str
    on: date
    since: datetime
    """From when on it tells what was escalated and reopened."""
    counts: Mapping[str, int]
    """By ``rules.digest.COUNTS``, each counted to one above ``COUNTS_TO``."""
    worst: tuple[Worst, ...]

    @property
    def empty(self) -> bool:
        """Return whether there is nothing at all to tell."""
        return not any(self.counts.values())


def digest(city: City, department: str, *, language: str, at: datetime) -> DigestShown:
    """
    Return how a department stands; in three statements.

    :raises NoSuchDepartment: if the city has none of that code
    """
    week = staff.week_of(city.edition_id, department)
    on = at.astimezone(city.zone).date()
    day_ends = datetime.combine(on + timedelta(days=1), time(), city.zone)
    since = rule.told_since(on, week, city.zone)
    (found,) = fetched(
        DIGEST,
        {
            "city": city.id, "department": department, "now": at, "day_ends": day_ends,
            "since": since, "dormant": at - rule.DORMANT, "most": COUNTS_TO + 1,
        },
        varied=True,
    )  # fmt: skip
    return DigestShown(
        department=department,
        department_name=department_name(city.edition_id, department, at, language),
        on=on,
        since=since,
        counts=dict(zip(rule.COUNTS, found, strict=True)),
        worst=_worst(city, department, day_ends, language, at),
    )


def _worst(
    city: City, department: str, day_ends: datetime, language: str, at: datetime
) -> tuple[Worst, ...]:
    reader = Actor(
        kind="staff", label="digest", roles=frozenset({Role.SUPERVISOR}),
        departments=frozenset({department}),
    )  # fmt: skip
    asked = Asked(size=rule.MOST_WORST)
    rows = worklist(city, reader, asked, language=language, at=at).rows
    names = {each.id: each.label for each in staff.reached(city)}
    return tuple(
        Worst(
            number=row.number, service_name=row.service_name, due_at=row.due_at,
            late=row.due_at < at, who=names.get(row.assignee_id or 0, "") or row.crew,
            address="" if row.publicity == "nothing" else row.address,
        )
        for row in rows
        if row.due_at is not None and row.due_at < day_ends
    )  # fmt: skip
