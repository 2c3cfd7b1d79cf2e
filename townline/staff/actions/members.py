"""Who works for a city, in which departments, as what: each change with its entry."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from townline.cities import queries as cities
from townline.record import actions as record
from townline.record.verbs import Actor, Role, Verb, require
from townline.staff import queries
from townline.staff.models import Member
from townline.staff.queries import NoSuchDepartment
from townline.staff.queries.people import NoSuchMember
from townline.staff.verbs import (
    MEMBER_ADDED,
    MEMBER_CHANGED,
    MEMBER_DISABLED,
    MEMBER_ENABLED,
    MEMBER_ROLES,
)


class NameTaken(ValueError):
    """Someone has that user name already; the text names it."""


class WrongRoles(ValueError):
    """A member of staff cannot have those roles; the text says which there are."""


class LastAdmin(ValueError):
    """Nobody would be left to look after the city's people; the text says what to do."""


class ChangedMeanwhile(ValueError):
    """Somebody else has changed the member since the actor looked."""


@transaction.atomic
def add_member(
    *,
    city_id: int,
    username: str,
    password: str | None = None,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[Role, ...],
    by: Actor,
    at: datetime,
) -> str:
    """
    Give someone a login and a place in departments, and return their number.

    :param label: how the record names them
    :param password: None where they will choose one by a link (``make_link``)
    :raises NotAllowed: if the actor may not add members
    :raises NameTaken: if the user name is taken, in whatever city
    :raises ValidationError: if the password is too weak
    :raises NoSuchDepartment: if the city has no such department now
    :raises WrongRoles: if a role is not one of staff, or there is none
    """
    require(by, MEMBER_ADDED)
    if password is not None:
        validate_password(password)
    return _add(city_id, username, password, label, departments, roles, False, by, at)


@transaction.atomic
def put_demo_member(
    *,
    city_id: int,
    username: str,
    password: str,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[Role, ...],
    by: Actor,
    at: datetime,
) -> None:
    """
    See to it that a demo login exists, whose password everyone may know.

    It is nobody outside the demo. One that is there is left as it is.

    :raises NotAllowed: if the actor may not add members
    :raises NameTaken: if someone real, or of another city, has the user name
    """
    require(by, MEMBER_ADDED)
    found = Member.objects.filter(user__username=username, city=city_id, demo=True)
    if not found.exists():
        _add(city_id, username, password, label, departments, roles, True, by, at)


@transaction.atomic
def change_member(
    *,
    city_id: int,
    username: str,
    label: str | None = None,
    departments: tuple[str, ...] | None = None,
    roles: tuple[Role, ...] | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """
    Change how someone is named, where they work or what they are; None leaves it.

    What they may do changes with their next click. Where nothing differs, nothing is entered.

    :param seen: the last entry that the actor had seen; None where they did not look
    :raises NotAllowed: if the actor may not change members
    :raises NoSuchMember: if nobody of that name works for the city
    :raises NoSuchDepartment: if the city has no such department now
    :raises WrongRoles: if a role is not one of staff, or there is none
    :raises LastAdmin: if no admin would be left
    :raises ChangedMeanwhile: if there are newer entries than ``seen``
    """
    require(by, MEMBER_CHANGED)
    wanted = _wanted(city_id, label, departments, roles)
    if Role.ADMIN not in wanted.get("roles", [Role.ADMIN]):
        _leave_an_admin(city_id, username)
    member = member_of(city_id, username)
    if seen is not None and member.seq > seen:
        raise ChangedMeanwhile(f"{member.label} was changed meanwhile.")
    was = {name: getattr(member, name) for name in wanted}
    changed = {n: {"from": was[n], "to": wanted[n]} for n in wanted if was[n] != wanted[n]}
    if changed:
        for name, value in wanted.items():
            setattr(member, name, value)
        happen(member, MEMBER_CHANGED, by, at, *wanted, changed=changed)


@transaction.atomic
def disable_member(
    *, city_id: int, username: str, reason: str = "", by: Actor, at: datetime
) -> None:
    """
    Shut someone out: their login is refused, their open pages act for nobody from now on.

    What they did stays under their name. Whoever is disabled stays so as first entered.

    :raises NotAllowed: if the actor may not disable members
    :raises NoSuchMember: if nobody of that name works for the city
    :raises LastAdmin: if no admin would be left
    """
    require(by, MEMBER_DISABLED)
    _leave_an_admin(city_id, username)
    member = member_of(city_id, username)
    if member.disabled_at is not None:
        return
    member.disabled_at, member.disabled_by = at, by.label
    member.link_digest = member.link_expires_at = None
    fields = ("disabled_at", "disabled_by", "link_digest", "link_expires_at")
    happen(member, MEMBER_DISABLED, by, at, *fields, note=reason)
    get_user_model().objects.filter(pk=member.user_id).update(is_active=False)


@transaction.atomic
def enable_member(*, city_id: int, username: str, by: Actor, at: datetime) -> None:
    """
    Let someone in again who was shut out, as what they were, with the password that they had.

    :raises NotAllowed: if the actor may not
    :raises NoSuchMember: if nobody of that name works for the city
    """
    require(by, MEMBER_ENABLED)
    member = member_of(city_id, username)
    if member.disabled_at is None:
        return
    member.disabled_at, member.disabled_by = None, ""
    happen(member, MEMBER_ENABLED, by, at, "disabled_at", "disabled_by")
    get_user_model().objects.filter(pk=member.user_id).update(is_active=True)


def member_of(city_id: int, username: str) -> Member:
    """
    Return a member's row, locked; for the actions of this room.

    :raises NoSuchMember: if nobody of that name works for the city
    """
    found = Member.objects.select_for_update().filter(city=city_id, user__username=username)
    member = found.first()
    if member is None:
        raise NoSuchMember(f"Nobody named {username!r} works for this city.")
    return member


def happen(
    member: Member, verb: Verb, by: Actor, at: datetime, *fields: str, note: str = "", **data: Any
) -> None:
    """Enter what happened to a member, and save what changed with it; for this room."""
    record.enter(
        subject=member, verb=verb, by=by, at=at, note=note, **{"label": member.label, **data}
    )
    member.save(update_fields=["seq", "head", *fields])


def _add(
    city_id: int,
    username: str,
    password: str | None,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[Role, ...],
    demo: bool,
    by: Actor,
    at: datetime,
) -> str:
    users = get_user_model().objects
    if users.filter(username=username).exists():
        raise NameTaken(f"The user name {username!r} is taken.")
    member = Member.objects.create(
        user=users.create_user(username=username, password=password),
        city_id=city_id,
        number=_fresh_number(),
        label=label,
        departments=_departments_of(city_id, departments),
        roles=_roles(roles),
        demo=demo,
        added_at=at,
        added_by=by.label,
    )
    said: dict[str, Any] = {"departments": member.departments, "roles": member.roles, "demo": demo}
    happen(member, MEMBER_ADDED, by, at, note="", username=username, **said)
    return member.number


def _wanted(
    city_id: int,
    label: str | None,
    departments: tuple[str, ...] | None,
    roles: tuple[Role, ...] | None,
) -> dict[str, Any]:
    """Return what is to be changed to what, as the table keeps it."""
    wanted: dict[str, Any] = {}
    if label is not None:
        wanted["label"] = label
    if departments is not None:
        wanted["departments"] = _departments_of(city_id, departments)
    if roles is not None:
        wanted["roles"] = _roles(roles)
    return wanted


def _fresh_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('staff_member_number')")
        return f"M{cursor.fetchone()[0]}"


def _leave_an_admin(city_id: int, username: str) -> None:
    """
    Refuse where nobody else could look after the people of the city.

    All admins are locked first, in one order: two of them cannot remove each other at once.
    """
    admins = Member.objects.filter(city=city_id, disabled_at=None, roles__contains=[Role.ADMIN])
    if not settings.DEMO:
        admins = admins.filter(demo=False)
    rows = admins.select_related("user").select_for_update(of=("self",)).order_by("pk")
    if [row.user.get_username() for row in rows] == [username]:
        raise LastAdmin(
            f"{username!r} is the last administrator of this city. Make somebody else one first."
        )


def _departments_of(city_id: int, codes: tuple[str, ...]) -> list[str]:
    known = queries.departments(cities.by_id(city_id).edition_id)
    for code in codes:
        if code != "*" and code not in known:
            raise NoSuchDepartment(f"The city has no department {code!r}.")
    return ["*"] if "*" in codes else sorted(set(codes))


def _roles(roles: tuple[Role, ...]) -> list[str]:
    if not roles or not set(roles) <= set(MEMBER_ROLES):
        raise WrongRoles(f"A member of staff has roles out of: {', '.join(MEMBER_ROLES)}.")
    return sorted({str(role) for role in roles})
