"""A department's worklist, and finding a request by its number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.desk import wording
from townline.desk.access import city_of, for_staff, show
from townline.desk.forms import NumberForm, WorklistForm
from townline.desk.wording import Due, Text
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.queries import RequestShown

PAGE = 50
MOST_PAGES = 200


@dataclass(frozen=True, kw_only=True)
class Row:
    """One request, as the list shows it."""

    found: RequestShown
    status: Text
    tone: str
    due: Due


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
    found = requests.worklist(
        city,
        by,
        view=view,
        wanted=form.wanted(),
        language=get_language() or "",
        at=at,
        page=_page(request),
        size=PAGE,
    )
    return show(
        request,
        by,
        "desk/worklist.html",
        form=form,
        narrowed=form.narrowed(),
        several="department" in form.fields,
        views=list(_views(found.counts, view)),
        view=view,
        rows=[row_of(shown, at, city) for shown in found.rows],
        page=found.page,
        more=found.more and found.page < MOST_PAGES,
        lookup=NumberForm(),
    )


@for_staff()
@require_safe
def find(request: HttpRequest, by: Actor) -> HttpResponse:
    """Open the request whose number was typed, or say what is wrong with the number."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("desk:request", form.cleaned_data["number"])
    status = 422 if form.is_bound else 200
    return show(request, by, "desk/find.html", form=form, status=status)


def row_of(found: RequestShown, at: datetime, city: City) -> Row:
    """Return a request as a list shows it."""
    words, tone = wording.status_of(found)
    return Row(found=found, status=words, tone=tone, due=wording.due_of(found, at, city.zone))


def _views(counts: dict[str, Any], now: str) -> Iterator[View]:
    for code, words in wording.VIEWS.items():
        yield View(code=code, words=words, count=counts.get(code), now=code == now)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    page = int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 1
    return max(1, min(page, MOST_PAGES))
