"""Who works for a city, in which departments, as what."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from townline.cities import queries as cities
from townline.record.verbs import Actor, Role, require
from townline.staff import queries
from townline.staff.models import Member
from townline.staff.queries import NoSuchDepartment
from townline.staff.verbs import MEMBER_ADDED, MEMBER_CHANGED, MEMBER_DISABLED, MEMBER_ROLES


class NameTaken(ValueError):
    """Someone has that user name already; the text names it."""


class NoSuchMember(LookupError):
    """Nobody of that user name works for the city; the text names it."""


class WrongRoles(ValueError):
    """A member of staff cannot have those roles; the text says which there are."""


@transaction.atomic
def add_member(
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
    Give someone a login and a place in departments; ``label`` is how the record names them.

    :raises NotAllowed: if the actor may not add members
    :raises NameTaken: if the user name is taken, in whatever city
    :raises ValidationError: if the password is too weak
    :raises NoSuchDepartment: if the city has no such department now
    :raises WrongRoles: if a role is not one of staff, or there is none
    """
    require(by, MEMBER_ADDED)
    validate_password(password)
    _add(city_id, username, password, label, departments, roles, False, by, at)


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
    by: Actor,
    at: datetime,
) -> None:
    """
    Change how someone is named, where they work or what they are; None leaves it.

    :raises NotAllowed: if the actor may not change members
    :raises NoSuchMember: if nobody of that name works for the city
    :raises NoSuchDepartment: if the city has no such department now
    :raises WrongRoles: if a role is not one of staff, or there is none
    """
    require(by, MEMBER_CHANGED)
    member = _member(city_id, username)
    if label is not None:
        member.label = label
    if departments is not None:
        member.departments = _departments_of(city_id, departments)
    if roles is not None:
        member.roles = _roles(roles)
    member.save(update_fields=["label", "departments", "roles"])


@transaction.atomic
def disable_member(*, city_id: int, username: str, by: Actor, at: datetime) -> None:
    """
    Shut someone out: their login is refused, their open pages act for nobody from now on.

    What they did stays under their name. Whoever is disabled stays so as first entered.

    :raises NotAllowed: if the actor may not disable members
    :raises NoSuchMember: if nobody of that name works for the city
    """
    require(by, MEMBER_DISABLED)
    member = _member(city_id, username)
    if member.disabled_at is not None:
        return
    member.disabled_at, member.disabled_by = at, by.label
    member.save(update_fields=["disabled_at", "disabled_by"])
    get_user_model().objects.filter(pk=member.user_id).update(is_active=False)


def _add(
    city_id: int,
    username: str,
    password: str,
    label: str,
    departments: tuple[str, ...],
    roles: tuple[Role, ...],
    demo: bool,
    by: Actor,
    at: datetime,
) -> None:
    users = get_user_model().objects
    if users.filter(username=username).exists():
        raise NameTaken(f"The user name {username!r} is taken.")
    Member.objects.create(
        user=users.create_user(username=username, password=password),
        city_id=city_id,
        label=label,
        departments=_departments_of(city_id, departments),
        roles=_roles(roles),
        demo=demo,
        added_at=at,
        added_by=by.label,
    )


def _member(city_id: int, username: str) -> Member:
    found = Member.objects.select_for_update().filter(city=city_id, user__username=username)
    member = found.first()
    if member is None:
        raise NoSuchMember(f"Nobody named {username!r} works for this city.")
    return member


def _departments_of(city_id: int, codes: tuple[str, ...]) -> list[str]:
    known = queries.departments(cities.by_id(city_id).edition_id)
    for code in codes:
        if code != "*" and code not in known:
            raise NoSuchDepartment(f"The city has no department {code!r}.")
    return sorted(set(codes))


def _roles(roles: tuple[Role, ...]) -> list[str]:
    if not roles or not set(roles) <= set(MEMBER_ROLES):
        raise WrongRoles(f"A member of staff has roles out of: {', '.join(MEMBER_ROLES)}.")
    return sorted(set(roles))
