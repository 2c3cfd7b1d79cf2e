"""What a department has to do, most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models.request import ServiceRequests
from townline.requests.queries.find import Filter, select, shown
from townline.requests.queries.shape import RequestShown
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.publicity import Viewer

VIEWS = ("to_do", "overdue", "waiting", "held", "joined", "closed", "all")


@dataclass(frozen=True)
class Worklist:
    """A page of a department's requests, with the counts of each view."""

    rows: tuple[RequestShown, ...]
    page: int
    more: bool
    counts: dict[str, int]


def worklist(
    city: City,
    by: Actor,
    *,
    view: str = "to_do",
    wanted: Filter,
    language: str,
    at: datetime,
    page: int = 1,
    size: int = 50,
) -> Worklist:
    """
    Return what the actor's departments have to do: by due date, those without one last.

    :param view: one of ``VIEWS``; closed ones come newest first
    """
    mine = select(city, wanted, by)
    if "*" not in by.departments:
        mine = mine.filter(department__in=by.departments)
    rows = _view(mine, view, at).select_related("words", "lead")
    if view in ("closed", "all"):
        rows = rows.order_by("-requested_at", "-id")
    else:
        rows = rows.order_by(F("due_at").asc(nulls_last=True), "requested_at", "id")
    start = (max(1, page) - 1) * size
    found = list(rows[start : start + size + 1])
    return Worklist(
        tuple(shown(found[:size], Viewer.STAFF, language, at)),
        max(1, page),
        len(found) > size,
        _counts(mine, at),
    )


def _view(rows: ServiceRequests, view: str, at: datetime) -> ServiceRequests:
    if view == "all":
        return rows
    return rows.filter(_conditions(at)[view])


def _conditions(at: datetime) -> dict[str, Q]:
    at_work = Q(status__in=[Status.OPEN.value, Status.IN_PROGRESS.value], closed_at=None)
    return {
        "to_do": at_work,
        "overdue": at_work & Q(due_at__lt=at, paused_at=None),
        "waiting": Q(status__in=[Status.WAITING.value, Status.PAUSED.value], closed_at=None),
        "held": Q(status=Status.HELD.value, closed_at=None),
        "joined": Q(status=Status.JOINED.value, closed_at=None),
        "closed": Q(status=Status.CLOSED.value),
    }


def _counts(rows: ServiceRequests, at: datetime) -> dict[str, int]:
    """Count the views of what is not closed; closed ones are too many to count on a page."""
    open_rows = rows.filter(closed_at=None).order_by()
    return open_rows.aggregate(
        **{
            name: Count("id", filter=condition)
            for name, condition in _conditions(at).items()
            if name != "closed"
        }
    )
