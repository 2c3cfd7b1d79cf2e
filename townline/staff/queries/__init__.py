"""What others may ask of staff: departments and their weeks, who acts, which keys are good."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings
from django.db.models import Q

from townline.cities.freshness import Fresh
from townline.cities.rules.city import City
from townline.hours import WorkingWeek
from townline.record.verbs import Actor, Role
from townline.staff.models import ApiKey, CalendarRow, DepartmentRow, Member, SavedFilter
from townline.staff.queries.mailing import Reached as Reached
from townline.staff.queries.mailing import mailing as mailing
from townline.staff.queries.mailing import reached as reached
from townline.staff.queries.named import NamedMember as NamedMember
from townline.staff.queries.named import named_members as named_members
from townline.staff.queries.partners import partners as partners
from townline.staff.queries.people import MemberCard as MemberCard
from townline.staff.queries.people import members as members
from townline.staff.rules.calendars import week_of_data
from townline.staff.rules.departments import Department

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

KEY_FRESH_S = 3.0
"""How long a process trusts a key that it has read, in seconds: a revoked one lives no longer."""
WORKING = frozenset({str(Role.WORKER), str(Role.SUPERVISOR), str(Role.ADMIN)})
"""Roles whose members do a department's work."""


class NoSuchDepartment(LookupError):
    """The edition has no department of that code; the text names it."""


@dataclass(frozen=True, kw_only=True)
class Client:
    """A program that came with a good key."""

    name: str
    prefix: str
    scopes: frozenset[str]
    actor: Actor
    limit_per_minute: int


@dataclass(frozen=True, kw_only=True)
class KeyCard:
    """An API key, as lists show it: never the key itself."""

    name: str
    prefix: str
    scopes: tuple[str, ...]
    limit_per_minute: int
    demo: bool
    created_at: datetime
    revoked_at: datetime | None
    revoked_notice: str


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody to whom work may be given."""

    id: int
    label: str
    departments: frozenset[str]
    works: bool
    """Whether they do a department's work, and not only read or take calls."""
    crews: tuple[str, ...]
    capacity: int | None
    """How many open requests a rule may give them; None where it gives them none."""
    away_from: date | None
    away_until: date | None
    away: bool
    """Whether they are away on the day that was asked for."""

    def works_for(self, department: str) -> bool:
        """Return whether they may be given work of the department."""
        return self.works and not self.departments.isdisjoint({department, "*"})


@dataclass(frozen=True)
class SavedFilterShown:
    """A worklist under a name."""

    id: int
    name: str
    query: str
    department: str
    """Whose members see it as well; empty where nobody else does."""
    own: bool


_departments: Fresh[int, dict[str, Department]] = Fresh(float("inf"))
_calendars: Fresh[int, dict[str, WorkingWeek]] = Fresh(float("inf"))
_clients: Fresh[tuple[int, str], Client] = Fresh(KEY_FRESH_S)


def departments(edition_id: int) -> dict[str, Department]:
    """Return the departments of an edition by code, in the order of the folder."""
    kept = _departments.read(edition_id)
    if kept is None:
        rows = DepartmentRow.objects.filter(edition=edition_id).order_by("position")
        found = (msgspec.convert(data, Department) for data in rows.values_list("data", flat=True))
        kept = _departments.keep(edition_id, {each.code: each for each in found})
    return dict(kept)


def calendars(edition_id: int) -> dict[str, WorkingWeek]:
    """Return the working weeks of an edition by code."""
    kept = _calendars.read(edition_id)
    if kept is None:
        rows = CalendarRow.objects.filter(edition=edition_id).order_by("code")
        found = {code: week_of_data(data) for code, data in rows.values_list("code", "data")}
        kept = _calendars.keep(edition_id, found)
    return dict(kept)


def week_of(edition_id: int, department: str) -> WorkingWeek:
    """
    Return when a department works.

    :raises NoSuchDepartment: if the edition has none of that code
    """
    found = departments(edition_id).get(department)
    if found is None:
        raise NoSuchDepartment(f"There is no department {department!r} in edition {edition_id}.")
    return calendars(edition_id)[found.calendar]


def forget_editions() -> None:
    """Drop what is kept of departments and calendars; for the actions of this room."""
    _departments.forget()
    _calendars.forget()


def actor_of(user: "AbstractBaseUser | AnonymousUser", city: City) -> Actor | None:
    """
    Return whom a login acts as in a city: None where it does not work there, or no longer.

    Demo members exist in the demo alone.
    """
    if not user.is_authenticated:
        return None
    member = Member.objects.filter(user=user.pk, city=city.id, disabled_at=None).first()
    if member is None or not _usable(member.demo):
        return None
    return Actor(
        kind="staff",
        label=member.label,
        roles=frozenset(Role(role) for role in member.roles),
        departments=frozenset(member.departments),
        member_id=member.pk,
    )


def colleagues(city: City, *, on: date) -> tuple[Colleague, ...]:
    """Return all who work for a city now, by name; in one statement."""
    found = Member.objects.filter(city=city.id, disabled_at=None).select_related("duty")
    usable = (row for row in found.order_by("label", "pk") if _usable(row.demo))
    return tuple(_colleague(row, on) for row in usable)


def saved_filters(by: Actor) -> tuple[SavedFilterShown, ...]:
    """Return the actor's own filters, and those that are shared with their departments."""
    shared = ~Q(department="")
    if "*" not in by.departments:
        shared = Q(department__in=sorted(by.departments))
    if by.member_id is None:
        return ()
    member = Member.objects.filter(pk=by.member_id).values("city")
    rows = SavedFilter.objects.filter(Q(member=by.member_id) | shared, member__city__in=member)
    found = rows.order_by("name", "pk").values_list("pk", "name", "query", "department", "member")
    return tuple(
        SavedFilterShown(key, name, query, department, member == by.member_id)
        for key, name, query, department, member in found
    )


def client_of(api_key: str, city: City) -> Client | None:
    """
    Return whose key it is: None where it is unknown, revoked or another city's.

    Demo keys open the demo alone.
    """
    digest = hash_of_key(api_key)
    kept = _clients.read((city.id, digest))
    if kept is not None:
        return kept
    row = ApiKey.objects.filter(city=city.id, key_hash=digest, revoked_at=None).first()
    if row is None or not hmac.compare_digest(row.key_hash, digest) or not _usable(row.demo):
        return None
    return _clients.keep((city.id, digest), _client(row))


def notice_of_revoked(api_key: str, city: City) -> str:
    """Return what to tell a program whose key was revoked; empty for any other key."""
    found = ApiKey.objects.filter(
        city=city.id, key_hash=hash_of_key(api_key), revoked_at__isnull=False
    )
    return found.values_list("revoked_notice", flat=True).first() or ""


def keys(city_id: int) -> tuple[KeyCard, ...]:
    """Return all keys of a city, revoked ones too, in the order they were made."""
    rows = ApiKey.objects.filter(city=city_id).order_by("created_at", "pk")
    return tuple(_key_card(row) for row in rows)


def forget_clients() -> None:
    """Drop what is kept of keys; for the actions of this room."""
    _clients.forget()


def hash_of_key(api_key: str) -> str:
    """Return what is kept of a key: of 256 random bits no slow hash is needed."""
    return sha256(api_key.encode("utf-8", "surrogatepass")).hexdigest()


def _usable(demo: bool) -> bool:
    return bool(settings.DEMO) or not demo


def _client(row: ApiKey) -> Client:
    label = f"{row.name} (key {row.prefix})"
    return Client(
        name=row.name,
        prefix=row.prefix,
        scopes=frozenset(row.scopes),
        actor=Actor(kind="partner", label=label, roles=frozenset({Role.PARTNER})),
        limit_per_minute=row.limit_per_minute,
    )


def _colleague(row: Member, on: date) -> Colleague:
    duty = getattr(row, "duty", None)
    spell = (duty.away_from, duty.away_until) if duty else (None, None)
    return Colleague(
        id=row.pk,
        label=row.label,
        departments=frozenset(row.departments),
        works=not WORKING.isdisjoint(row.roles),
        crews=tuple(duty.crews) if duty else (),
        capacity=duty.capacity if duty else None,
        away_from=spell[0],
        away_until=spell[1],
        away=spell[0] is not None and spell[1] is not None and spell[0] <= on <= spell[1],
    )


def _key_card(row: ApiKey) -> KeyCard:
    return KeyCard(
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        limit_per_minute=row.limit_per_minute,
        demo=row.demo,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        revoked_notice=row.revoked_notice,
    )
