"""Who may open which address: the one table that doors, tests and the command line read."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from townline.record.verbs import Role
from townline.staff.verbs import MEMBER_ROLES

TABLE = Path(__file__).parent.parent / "allowed.toml"


class Unreadable(ValueError):
    """The table contradicts itself, or names a role that there is not; the text says where."""


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """Who may open the addresses of every door, each by its name."""

    everyone: frozenset[str]
    secret: frozenset[str]
    """Open to whoever has the secret in the address."""
    staff: dict[str, frozenset[Role]]
    """Roles that may open it, where what it is about is of their own department."""
    own_department: frozenset[str]
    """Those of ``staff`` that stay shut outside one's department, but for agents."""

    @property
    def names(self) -> list[str]:
        """Return every name in the table, as often as it stands there."""
        return [*self.everyone, *self.secret, *self.staff]

    def roles_of(self, name: str, *, own: bool = True) -> frozenset[Role]:
        """
        Return which roles of staff may open an address: none where the table has no such name.

        :param own: whether what it is about is of their own department
        """
        roles = self.staff.get(name, frozenset())
        return roles & {Role.AGENT} if name in self.own_department and not own else roles


@cache
def allowed() -> Allowed:
    """Return the table, read once in each process."""
    return read(TABLE.read_text(encoding="utf-8"))


def read(text: str) -> Allowed:
    """
    Return what a table says.

    :raises Unreadable: if a name stands in it twice, or without a role, or with one unknown
    """
    data = tomllib.loads(text)
    staff = {name: _roles(name, roles) for name, roles in data["staff"].items()}
    names = [*data["everyone"], *data["secret"], *staff]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(f"named twice: {', '.join(twice)}")
    own = frozenset(data["own_department"])
    if strange := sorted(own - staff.keys()):
        raise Unreadable(f"of a department, but not of staff: {', '.join(strange)}")
    return Allowed(
        everyone=frozenset(data["everyone"]),
        secret=frozenset(data["secret"]),
        staff=staff,
        own_department=own,
    )


def _roles(name: str, given: list[str]) -> frozenset[Role]:
    known = {str(role): role for role in MEMBER_ROLES}
    if not given or (strange := [role for role in given if role not in known]):
        what = f"{strange[0]!r} is no role of staff" if given else "no role may open it"
        raise Unreadable(f"{name}: {what}")
    return frozenset(known[role] for role in given)
