"""Who works or has worked for a city, what happened to each, and whether all that proves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from townline.record.rules.audit import Fault
from townline.record.verbs import Actor, Role
from townline.staff.models import Member, MemberEntry
from townline.staff.verbs import MEMBER_DISABLED, MEMBER_ENABLED, OF_MEMBERS

SENTENCES = {verb.code: verb.sentence for verb in OF_MEMBERS}
CHANGING = {MEMBER_DISABLED.code: True, MEMBER_ENABLED.code: False}
"""Whether somebody is disabled after it."""


class NoSuchMember(LookupError):
    """Nobody of that user name or number works for the city; the text names it."""


class NoSuchLink(LookupError):
    """There is no such link to choose a password by, or it was used, or is over."""


@dataclass(frozen=True, kw_only=True)
class MemberCard:
    """A member of staff, as lists show them."""

    number: str
    username: str
    label: str
    departments: tuple[str, ...]
    roles: tuple[Role, ...]
    demo: bool
    added_at: datetime
    added_by: str
    disabled_at: datetime | None
    disabled_by: str
    link_expires_at: datetime | None
    """Until when they may choose a password by a link that was made for them."""
    signed_in_at: datetime | None
    seq: int


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """What happened to a member once."""

    seq: int
    verb: str
    says: str
    at: datetime
    by: str
    note: str
    changed: dict[str, dict[str, Any]]
    """What was changed, from what, to what."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whom a link to choose a password was made for."""

    username: str
    actor: Actor


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which members are looked for; what is empty narrows nothing."""

    words: str = ""
    """A part of the label or user name."""
    role: str = ""
    department: str = ""
    """Its code: those who work for all departments are found as well."""
    disabled: bool = False


def members(city_id: int) -> tuple[MemberCard, ...]:
    """Return all who work or have worked for a city, by user name."""
    rows = Member.objects.filter(city=city_id).order_by("user__username")
    return tuple(_card(row) for row in rows.select_related("user"))


def find(
    city_id: int, wanted: Wanted, *, page: int, size: int
) -> tuple[tuple[MemberCard, ...], bool]:
    """Return a page of members by label, counted from 1, and whether there are more."""
    rows = Member.objects.filter(city=city_id, disabled_at__isnull=not wanted.disabled)
    if wanted.words:
        rows = rows.filter(
            Q(label__icontains=wanted.words) | Q(user__username__icontains=wanted.words)
        )
    if wanted.role:
        rows = rows.filter(roles__contains=[wanted.role])
    if wanted.department:
        rows = rows.filter(departments__overlap=[wanted.department, "*"])
    first = (page - 1) * size
    found = list(rows.select_related("user").order_by("label", "pk")[first : first + size + 1])
    return tuple(_card(row) for row in found[:size]), len(found) > size


def one(city_id: int, number: str) -> MemberCard:
    """
    Return a member by number.

    :raises NoSuchMember: if there is none
    """
    return _one(city_id, number=number)


def named(city_id: int, username: str) -> MemberCard:
    """
    Return a member by user name.

    :raises NoSuchMember: if there is none
    """
    return _one(city_id, user__username=username)


def history(city_id: int, number: str) -> tuple[MemberLine, ...]:
    """Return what happened to a member, the oldest first."""
    entries = MemberEntry.objects.filter(subject__city_id=city_id, subject__number=number)
    return tuple(_line(entry) for entry in entries.order_by("seq"))


def holder_of(city_id: int, secret: str, at: datetime) -> Holder:
    """
    Return whom a link to choose a password was made for.

    :raises NoSuchLink: if there is none such, or it was used, or is over
    """
    member = linked(city_id, secret, at)
    roles = frozenset(Role(role) for role in member.roles)
    return Holder(
        username=member.user.get_username(),
        actor=Actor(kind="staff", label=member.label, roles=roles),
    )


def linked(city_id: int, secret: str, at: datetime, *, lock: bool = False) -> Member:
    """
    Return the row that a link was made for, locked if wanted; for this room.

    :raises NoSuchLink: if there is none such, or it was used, or is over
    """
    rows = Member.objects.select_related("user").filter(
        city=city_id, link_digest=hash_of_link(secret), link_expires_at__gt=at, disabled_at=None
    )
    member = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if member is None:
        raise NoSuchLink("This link was used, or is over.")
    return member


def hash_of_link(secret: str) -> bytes:
    """Return what is kept of a link: of 192 random bits no slow hash is needed."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def disagreements() -> Iterator[Fault]:
    """Yield each member whose row does not say what its record says."""
    for row in Member.objects.prefetch_related("entries").order_by("pk").iterator(chunk_size=500):
        entries = sorted(row.entries.all(), key=lambda entry: entry.seq)
        last = bytes(entries[-1].hash) if entries else bytes(32)
        if (row.seq, bytes(row.head)) != (len(entries), last):
            says = f"the row ends at entry {row.seq}, the record at {len(entries)}"
            yield Fault("tip", row.number, row.seq, says)
        if wrong := _differing(row, entries):
            says = f"row and record disagree on: {', '.join(wrong)}"
            yield Fault("status", row.number, None, says)


def _differing(row: Member, entries: list[MemberEntry]) -> list[str]:
    """Return what the last entry about it says otherwise; of old members not all is entered."""
    said: dict[str, Any] = {}
    for entry in entries:
        kept = ("label", "departments", "roles")
        said |= {name: entry.data[name] for name in kept if name in entry.data}
        said |= {name: change["to"] for name, change in entry.data.get("changed", {}).items()}
        if entry.verb in CHANGING:
            said["disabled"] = CHANGING[entry.verb]
    is_now = {
        "label": row.label, "departments": row.departments, "roles": row.roles,
        "disabled": row.disabled_at is not None,
    }  # fmt: skip
    return [name for name, value in said.items() if is_now[name] != value]


def _one(city_id: int, **named: str) -> MemberCard:
    row = Member.objects.select_related("user").filter(city=city_id, **named).first()
    if row is None:
        raise NoSuchMember(f"Nobody named {next(iter(named.values()))!r} works for this city.")
    return _card(row)


def _line(entry: MemberEntry) -> MemberLine:
    return MemberLine(
        seq=entry.seq,
        verb=entry.verb,
        says=gettext(SENTENCES[entry.verb]).format(label=entry.data.get("label", "")),
        at=entry.at,
        by=entry.actor_label,
        note=entry.note,
        changed=entry.data.get("changed", {}),
    )


def _card(row: Member) -> MemberCard:
    return MemberCard(
        number=row.number,
        username=row.user.get_username(),
        label=row.label,
        departments=tuple(row.departments),
        roles=tuple(Role(role) for role in row.roles),
        demo=row.demo,
        added_at=row.added_at,
        added_by=row.added_by,
        disabled_at=row.disabled_at,
        disabled_by=row.disabled_by,
        link_expires_at=row.link_expires_at,
        signed_in_at=row.user.last_login,
        seq=row.seq,
    )
