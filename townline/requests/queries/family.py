"""Requests that belong together: what another department does first, and for which one."""

from dataclasses import dataclass
from datetime import datetime

from townline.record.verbs import Actor
from townline.requests.models import ServiceRequest
from townline.requests.queries.one import may_see
from townline.requests.queries.statements import SQL, fetched
from townline.requests.queries.wording import Wording

FAMILY = (SQL / "family.sql").read_text()


@dataclass(frozen=True, kw_only=True)
class Relative:
    """A request that belongs to another one."""

    number: str
    """Empty where it is confidential in a department that the reader does not work for."""
    service_name: str
    department_name: str
    status: str
    outcome_kind: str
    outcome_words: str
    due_at: datetime | None
    open: bool


@dataclass(frozen=True, kw_only=True)
class Family:
    """The parent of a request, and its children."""

    parent: Relative | None
    children: tuple[Relative, ...]


def family(request_id: int, by: Actor, *, language: str, at: datetime) -> Family:
    """Return what belongs to a request, as somebody of the staff may know of it; one statement."""
    wording, parent, children = Wording(language, at), None, []
    for row in fetched(FAMILY, {"request": request_id}):
        _id, number, edition, service, department, publicity, status, outcome, due_at, child = row
        called, seen = wording.service(edition, service), may_see(by, publicity, department)
        kind, words = called.outcomes.get(outcome, ("", ""))
        one = Relative(
            number=number if seen else "",
            service_name=called.name if seen else "",
            department_name=wording.department(edition, department),
            status=status,
            outcome_kind=kind,
            outcome_words=words if seen else "",
            due_at=due_at,
            open=status != "closed",
        )
        if child:
            children.append(one)
        else:
            parent = one
    return Family(parent=parent, children=tuple(children))


def has_open_children(request_id: int) -> bool:
    """Return whether another department has not finished what it was to do first."""
    return ServiceRequest.objects.filter(parent=request_id).exclude(status="closed").exists()
