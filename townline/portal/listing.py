"""Lists of public requests: the newest, and all of them narrowed down, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.portal import wording
from townline.portal.narrowing import FilterForm
from townline.portal.wording import Mark, Stand
from townline.requests import queries as requests
from townline.requests.queries import Cursor, Filter, NoSuchRequest, Page, RequestShown
from townline.requests.rules import numbering
from townline.requests.rules.numbering import Mistyped

SIZE = 20
"""Requests on a page."""


@dataclass(frozen=True)
class Row:
    """A request with how it stands and, where nobody sent it in here, what it is."""

    shown: RequestShown
    stand: Stand
    mark: Mark | None


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Find a request by its number; list what was asked of the city."""
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    if text := request.GET.get("number", "").strip()[:60]:
        return _by_number(request, city, text, at)
    return _list(request, city, at)


def newest(city: City, most: int, at: datetime, wanted: Filter | None = None) -> list[Row]:
    """Return the requests that came last, of those that everyone may see."""
    language = get_language() or ""
    page = requests.find(city, wanted or Filter(), language=language, at=at, limit=most)
    return rows(page.rows)


def rows(found: tuple[RequestShown, ...]) -> list[Row]:
    """Return requests as lists show them."""
    return [Row(shown, wording.stand(shown), wording.mark(shown)) for shown in found]


def cursor_of(text: str) -> Cursor | None:
    """
    Return where a page ended; None for the newest page.

    :raises Http404: if the address was made up
    """
    try:
        return requests.cursor_of(text) if text else None
    except ValueError as fault:
        raise Http404("no such page") from fault


def _by_number(request: HttpRequest, city: City, text: str, at: datetime) -> HttpResponse:
    try:
        plain = numbering.read(text)
        requests.by_anyone(city, plain, language=get_language() or "", at=at)
    except Mistyped:
        fault = _("Check the number: there seems to be a typing error.")
    except NoSuchRequest:
        fault = _(
            "There is no public request of this number. A confidential one opens only with the "
            "secret link that its reporter was given."
        )
    except ValueError:
        fault = _("This is not a request number. It looks like 26-104233-7.")
    else:
        return redirect("portal:request", plain)
    return _list(request, city, at, status=404, number_text=text, number_fault=fault)


def _list(
    request: HttpRequest, city: City, at: datetime, status: int = 200, **more: Any
) -> HttpResponse:
    form = FilterForm(request.GET, city=city, on=at.astimezone(city.zone).date())
    after = request.GET.get("after", "")
    if not form.is_valid():
        return render(request, "portal/requests.html", {"form": form, **more}, status=422)
    page = requests.find(
        city,
        form.wanted(),
        language=get_language() or "",
        at=at,
        after=cursor_of(after),
        limit=SIZE,
        order=form.order(),
    )
    context = {
        "form": form,
        "rows": rows(page.rows),
        "told": _how_many(city, form, page, paged=bool(after)),
        "query": form.query(),
        "here": form.query("sort"),
        "older": form.query(after=requests.cursor_text(page.next)) if page.next else "",
        "chips": form.chips(),
        "paged": bool(after),
        **more,
    }
    return render(request, "portal/requests.html", context, status=status)


def _how_many(city: City, form: FilterForm, page: Page, *, paged: bool) -> dict[str, Any]:
    """Return how many fit: exactly where all are on the page, else about, where it was counted."""
    if not paged and page.next is None:
        return {"exactly": len(page.rows)}
    about = requests.about(city, form.wanted())
    return {"about": about} if about else {}
