"""The worklist of departments, crews and people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.desk import kept_words, saved, wording
from townline.desk.access import city_of, for_staff, show
from townline.desk.bulk_forms import choices
from townline.desk.list_forms import COLUMNS, Look, WorklistForm, kept_of, look_of
from townline.desk.wording import Due, Text
from townline.geography import queries as geography
from townline.geography.rules.place import Point
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.queries import Asked, RequestShown, Worklist
from townline.requests.rules.worklists import COUNTS_TO, BadCursor, Mark, mark_of, orders_of
from townline.staff import queries as staff

PAGE = 50
SORTS: dict[str, Text] = {
    "due": _("Most urgent first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "changed": _("Last changed first"),
    "nearest": _("Nearest first"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One request, as the list shows it."""

    found: RequestShown
    status: Text
    tone: str
    due: Due
    mark: Text
    """What it is, where nobody sent it in here."""
    who: str
    """Who has it; empty where nobody has."""


@dataclass(frozen=True, kw_only=True)
class View:
    """One way to look at the list: what it is called, and how many requests it holds."""

    code: str
    words: Text
    count: str
    now: bool


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a worklist's address asks for, read and understood."""

    city: City
    by: Actor
    at: datetime
    form: WorklistForm
    asked: Asked
    look: Look
    people: Mapping[int, str]
    """Names of those who work for the city, by key."""
    lost: bool
    """Whether the page's address says no place in the list, or a place that is not found."""


@for_staff()
@require_safe
def home(request: HttpRequest, by: Actor) -> HttpResponse:
    """Lead to what the reader does most: agents take calls, clerks have a desk of their own."""
    only_agent = by.roles <= {Role.AGENT, Role.RESIDENT} and Role.AGENT in by.roles
    if by.roles <= {Role.CLERK, Role.RESIDENT}:
        return redirect("clerk:desk")
    return redirect("desk:calls" if only_agent else "desk:worklist")


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def worklist(request: HttpRequest, by: Actor) -> HttpResponse:
    """
    Show the requests of the reader's departments, the most urgent first.

    What narrows the list is posted, and becomes an address in which a handle stands for words.
    """
    query = _elsewhere(request)
    if query is not None:
        return redirect(f"{reverse('desk:worklist')}?{query}")
    read = understand(request, by)
    found = page_of(read)
    form, asked, at = read.form, read.asked, read.at
    counts = requests.view_counts(read.city, by, asked.wanted, at=at)
    orders = orders_of(asked.view, place=asked.near is not None)
    rows = [row_of(shown, at, read.city, read.people) for shown in found.rows]
    return show(
        request,
        by,
        "desk/worklist.html",
        form=form,
        narrowed=form.narrowed(),
        views=list(_views(counts, asked.view)),
        view=asked.view,
        sort=asked.order,
        sorts=[(code, words) for code, words in SORTS.items() if code in orders],
        rows=rows,
        found=found,
        first=asked.after is None and asked.before is None,
        look=read.look,
        columns=COLUMNS,
        opened=_opened(request, rows, read.look),
        saved=saved.shown(request, read.city, by, at),
        lost=read.lost,
        forgotten=kept_words.FORGOTTEN if kept_words.forgotten(request) else "",
        deeds=choices(by),
        escalated=requests.escalated_count(by),
        grave=requests.grave(read.city, by, language=get_language() or "", at=at),
    )


def _elsewhere(request: HttpRequest) -> str | None:
    """Return the query of the address that shows what was posted, or what an old link said."""
    if request.method == "POST":
        return saved.address(request, kept_of(request.POST))
    if "words" not in request.GET:
        return None
    messages.error(request, kept_words.NOT_FROM_ADDRESS)
    said = request.GET.copy()
    said.pop("words")
    return said.urlencode()


@for_staff()
@require_safe
def points(request: HttpRequest, by: Actor) -> HttpResponse:
    """Return the requests of a page of the worklist that have a place, for its map."""
    features = [
        {
            "type": "Feature",
            "id": found.number,
            "geometry": {"type": "Point", "coordinates": [found.lon, found.lat]},
            "properties": {"name": found.service_name},
        }
        for found in page_of(understand(request, by)).rows
        if found.lat is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def understand(request: HttpRequest, by: Actor) -> Read:
    """Read the address of a worklist; what cannot be understood narrows nothing."""
    city, at = city_of(request), timezone.now()
    said = kept_words.with_words(request, "words")
    on = at.astimezone(city.zone).date()
    people = staff.colleagues(city, on=on)
    form = WorklistForm(said, city=city, by=by, on=on, people=people)
    wanted = form.wanted()
    near, lost_place = _near(city, form.cleaned_data.get("place", ""))
    view = said.get("view", "to_do")
    view = view if view in wording.VIEWS else "to_do"
    orders = orders_of(view, place=near is not None)
    order = said.get("sort") or ("nearest" if near and "nearest" in orders else "")
    after, before, lost_page = _marks(said.get("after", ""), said.get("before", ""))
    asked = Asked(
        view=view, wanted=wanted, order=order if order in orders else orders[0], near=near,
        after=after, before=before, size=PAGE,
    )  # fmt: skip
    return Read(
        city=city, by=by, at=at, form=form, asked=asked,
        look=look_of(said, several="department" in form.fields),
        people={each.id: each.label for each in people}, lost=lost_place or lost_page,
    )  # fmt: skip


def page_of(read: Read) -> Worklist:
    """Return the page that was asked for; the first one where its address was made up."""
    language = get_language() or ""
    try:
        return requests.worklist(read.city, read.by, read.asked, language=language, at=read.at)
    except BadCursor:
        first = Asked(view=read.asked.view, wanted=read.asked.wanted, size=PAGE)
        return requests.worklist(read.city, read.by, first, language=language, at=read.at)


def _near(city: City, place: str) -> tuple[Point | None, bool]:
    if not place:
        return None, False
    matches = geography.geocode(city, place)
    return (matches[0].point, False) if matches else (None, True)


def _marks(after: str, before: str) -> tuple[Mark | None, Mark | None, bool]:
    try:
        return (mark_of(after) if after else None), (mark_of(before) if before else None), False
    except BadCursor:
        return None, None, True


def row_of(
    found: RequestShown, at: datetime, city: City, people: Mapping[int, str] | None = None
) -> Row:
    """Return a request as a list shows it."""
    words, tone = wording.status_of(found)
    has = (people or {}).get(found.assignee_id or 0, "")
    return Row(
        found=found,
        status=words,
        tone=tone,
        due=wording.due_of(found, at, city.zone),
        mark=wording.ORIGINS.get(found.origin, ""),
        who=has or found.crew,
    )


def counted(number: int | None) -> str:
    """Return a number as it is told: exactly, as far as somebody counts."""
    if number is None:
        return ""
    return f"{COUNTS_TO:,}+" if number > COUNTS_TO else f"{number:,}"


def _views(counts: dict[str, Any], now: str) -> Iterator[View]:
    for code, words in wording.VIEWS.items():
        yield View(code=code, words=words, count=counted(counts.get(code)), now=code == now)


def _opened(request: HttpRequest, rows: list[Row], look: Look) -> Row | None:
    """Return which request stands open beside the list."""
    if look.split != "request":
        return None
    wanted = request.GET.get("open", "")
    chosen = (row for row in rows if row.found.number == wanted)
    return next(chosen, rows[0] if rows else None)
