"""Print who may do what: every address and every verb, by role and department."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, util

import click

from townline.config.addresses import addresses
from townline.record.verbs import Actor, Role, Verb, may
from townline.staff.rules.allowed import Allowed, allowed
from townline.staff.verbs import MEMBER_ROLES

ROOMS = ("requests", "contacts", "catalogue", "knowledge", "staff", "cities")
ANYWHERE, OWN, NEVER = "all", "own", "-"


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Who may open one address, or enter one verb."""

    name: str
    about: str
    """The path of an address; the sentence of a verb."""
    opens_to: str
    """``everyone``, ``secret`` or ``roles``."""
    roles: dict[Role, str]
    """``all``, ``own`` (in their own departments) or ``-``."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="Of one role alone.")
def group(as_json: bool, role: str | None) -> None:
    """Print who may do what: every address and every verb, by role and department.

    "all" is in every department, "own" in one's own, "-" never. An address marked "secret" opens
    to whoever has the secret in it.
    """
    doors, verbs = list(_doors(allowed())), list(_verbs())
    if as_json:
        click.echo(json.dumps({
            "addresses": [_document(each, "path", role) for each in doors],
            "verbs": [_document(each, "sentence", role) for each in verbs],
        }))  # fmt: skip
        return
    _table("address", doors, [r for r in MEMBER_ROLES if role in (None, r)])
    click.echo()
    _table("verb", verbs, [r for r in Role if role in (None, r)])


def _doors(table: Allowed) -> Iterator[Permission]:
    """Yield who may open each address, in the order of the addresses."""
    for name, path, _pattern in addresses():
        to = "everyone" if name in table.everyone else "secret" if name in table.secret else "roles"
        yield Permission(
            name=name,
            about=f"/{path}",
            opens_to=to,
            roles={
                role: _word(role in table.roles_of(name), role in table.roles_of(name, own=False))
                if to == "roles"
                else ANYWHERE if to == "everyone" else NEVER
                for role in MEMBER_ROLES
            },
        )  # fmt: skip


def _verbs() -> Iterator[Permission]:
    """Yield who may enter each verb, by room."""
    for room in ROOMS:
        if util.find_spec(f"townline.{room}.verbs") is None:
            continue
        for verb in vars(import_module(f"townline.{room}.verbs")).values():
            if isinstance(verb, Verb):
                # Only requests belong to a department.
                there = "ab" if room == "requests" else ("", "")
                roles = {role: _word(*(_may(role, verb, d) for d in there)) for role in Role}
                yield Permission(name=verb.code, about=verb.sentence, opens_to="roles", roles=roles)


def _may(role: Role, verb: Verb, department: str) -> bool:
    """Return whether somebody of the department ``a``, with one role, may enter the verb."""
    kind = "staff" if role in MEMBER_ROLES else str(role)
    by = Actor(kind=kind, label="", roles=frozenset({role}), departments=frozenset({"a"}))
    return may(by, verb, department=department)


def _word(own: bool, other: bool) -> str:
    return ANYWHERE if other else OWN if own else NEVER


def _document(permission: Permission, about: str, role: str | None) -> dict[str, object]:
    roles = {str(r): word for r, word in permission.roles.items() if role in (None, r)}
    return {
        "name": permission.name, about: permission.about, "opens_to": permission.opens_to,
        "roles": roles,
    }  # fmt: skip


def _table(title: str, rows: list[Permission], roles: list[Role]) -> None:
    width = max(len(row.name) for row in rows)
    click.echo(f"{title:<{width}}  {'  '.join(f'{role:<10}' for role in roles)}".rstrip())
    for row in rows:
        words = [f"{row.roles[role]:<10}" for role in roles]
        said = "  ".join(words) if row.opens_to == "roles" else row.opens_to
        click.echo(f"{row.name:<{width}}  {said}".rstrip())
