"""A department's worklist."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.desk import wording
from townline.desk.access import city_of, for_staff, show
from townline.desk.forms import NumberForm, WorklistForm
from townline.desk.wording import Due, Text
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.queries import Filter, RequestShown, Worklist

PAGE = 50
MOST_PAGES = 200
BY_DUE, NEWEST, CHANGED = "due", "requested_at", "updated_at"
SORTS: dict[str, Text] = {
    BY_DUE: _("Most urgent first"),
    NEWEST: _("Newest first"),
    CHANGED: _("Last changed first"),
}
ONLY_BY_DUE = ("overdue",)
"""Views in which nothing but urgency matters."""
ENDLESS = ("closed", "all")
"""Views in which urgency means nothing."""
STATUSES: dict[str, tuple[str, ...]] = {
    "to_do": ("open", "in_progress"),
    "waiting": ("waiting", "paused"),
    "held": ("held",),
    "joined": ("joined",),
    "closed": ("closed",),
    "all": (),
}
"""The statuses of each view that can be sorted."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One request, as the list shows it."""

    found: RequestShown
    status: Text
    tone: str
    due: Due
    mark: Text
    """What it is, where nobody sent it in here."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One way to look at the list: what it is called, and how many requests it holds."""

    code: str
    words: Text
    count: int | None
    now: bool


@for_staff()
@require_safe
def home(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lead to what the reader does most: agents take calls, all others have a worklist."""
    only_agent = by.roles <= {Role.AGENT, Role.RESIDENT} and Role.AGENT in by.roles
    return redirect("desk:calls" if only_agent else "desk:worklist")


@for_staff()
@require_safe
def worklist(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the requests of the reader's departments, the most urgent first."""
    city, at = city_of(request), timezone.now()
    form = WorklistForm(request.GET, city=city, by=by, on=at.astimezone(city.zone).date())
    view = request.GET.get("view", "to_do")
    view = view if view in wording.VIEWS else "to_do"
    sort = _sort(request, view)
    found = _found(city, by, view, sort, form.wanted(), at, _page(request))
    return show(
        request,
        by,
        "desk/worklist.html",
        form=form,
        narrowed=form.narrowed(),
        several="department" in form.fields,
        views=list(_views(found.counts, view)),
        view=view,
        sort=sort,
        sorts=[(code, words) for code, words in SORTS.items() if code in _sorts(view)],
        rows=[row_of(shown, at, city) for shown in found.rows],
        page=found.page,
        more=found.more and found.page < MOST_PAGES,
        lookup=NumberForm(),
    )


def _found(
    city: City, by: Actor, view: str, sort: str, wanted: Filter, at: datetime, page: int
) -> Worklist:
    """Return a page of the list, in the order asked for, with the counts of all views."""
    language = get_language() or ""
    by_due = sort == BY_DUE or (view in ENDLESS and sort == NEWEST)
    found = requests.worklist(
        city, by, view=view, wanted=wanted, language=language, at=at,
        page=page, size=PAGE if by_due else 1,
    )  # fmt: skip
    if by_due:
        return found
    own = () if "*" in by.departments else tuple(by.departments)
    ordered = requests.find(
        city,
        replace(wanted, statuses=STATUSES[view], departments=wanted.departments or own),
        language=language,
        at=at,
        by=by,
        limit=PAGE,
        offset=(page - 1) * PAGE,
        order=sort,
    )
    return replace(found, rows=ordered.rows, page=page, more=ordered.next is not None)


def _sorts(view: str) -> tuple[str, ...]:
    if view in ONLY_BY_DUE:
        return (BY_DUE,)
    return (NEWEST, CHANGED) if view in ENDLESS else (BY_DUE, NEWEST, CHANGED)


def _sort(request: HttpRequest, view: str) -> str:
    asked, offered = request.GET.get("sort", ""), _sorts(view)
    return asked if asked in offered else offered[0]


def row_of(found: RequestShown, at: datetime, city: City) -> Row:
    """Return a request as a list shows it."""
    words, tone = wording.status_of(found)
    return Row(
        found=found,
        status=words,
        tone=tone,
        due=wording.due_of(found, at, city.zone),
        mark=wording.ORIGINS.get(found.origin, ""),
    )


def _views(counts: dict[str, Any], now: str) -> Iterator[View]:
    for code, words in wording.VIEWS.items():
        yield View(code=code, words=words, count=counts.get(code), now=code == now)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    page = int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 1
    return max(1, min(page, MOST_PAGES))
