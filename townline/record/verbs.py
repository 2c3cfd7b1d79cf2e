"""The words of the record: what may be said to have happened, by whom, and who may read it."""

from dataclasses import dataclass
from enum import StrEnum


class Reader(StrEnum):
    """Who may read an entry: everyone, the reporter and staff, or staff alone."""

    EVERYONE = "everyone"
    REPORTER = "reporter"
    STAFF = "staff"


class Role(StrEnum):
    """What someone may be towards the city. An actor may have several."""

    RESIDENT = "resident"
    PARTNER = "partner"
    AGENT = "agent"
    WORKER = "worker"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    CLERK = "clerk"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever acts: kept as text in the record, so that it outlives their account."""

    kind: str
    """``resident``, ``staff``, ``partner`` or ``system``."""
    label: str
    """How the record names them. Never a resident's name or address."""
    roles: frozenset[Role] = frozenset()
    departments: frozenset[str] = frozenset()
    """Codes of the departments that a member of staff works for; ``*`` means all of them."""
    member_id: int | None = None
    """The key of the member of staff who acts; None for everybody else."""

    def works_for(self, department: str) -> bool:
        """Return whether they may act for ``department``."""
        return department in self.departments or "*" in self.departments


@dataclass(frozen=True)
class Verb:
    """One kind of entry, e.g. ``request.closed``."""

    code: str
    sentence: str
    """What a reader sees, with ``{fields}`` taken from the entry's data."""
    roles: frozenset[Role]
    reader: Reader = Reader.EVERYONE


SYSTEM = Actor(kind="system", label="Townline", roles=frozenset({Role.SYSTEM}))
RESIDENT = Actor(kind="resident", label="a resident", roles=frozenset({Role.RESIDENT}))


class NotAllowed(Exception):
    """An actor may not do what they asked; the text says what they lack."""


def may(by: Actor, verb: Verb, *, department: str | None = None) -> bool:
    """Return whether the actor may enter ``verb`` on a subject that ``department`` owns."""
    if not verb.roles & by.roles:
        return False
    if by.kind != "staff" or not department or Role.AGENT in by.roles & verb.roles:
        return True
    return by.works_for(department)


def require(by: Actor, verb: Verb, *, department: str | None = None) -> None:
    """
    Let the actor through, or refuse.

    :raises NotAllowed: if they lack the role, or work for another department
    """
    if may(by, verb, department=department):
        return
    if verb.roles & by.roles:
        raise NotAllowed(f"{by.label} does not work for the department {department}")
    needed = ", ".join(sorted(verb.roles))
    raise NotAllowed(f"{by.label} may not enter {verb.code}; it takes one of: {needed}")
