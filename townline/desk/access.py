"""Who may open the desk's pages, and what those see who may not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.desk.menu import groups
from townline.record.verbs import Actor, NotAllowed, Role
from townline.requests.actions.change import NoSuchRequest as NoneToChange
from townline.requests.queries import NoSuchRequest, RequestShown, unread_mentions
from townline.requests.queries.mentions import COUNTED
from townline.staff import queries as staff
from townline.staff.rules.allowed import allowed
from townline.staff.verbs import MEMBER_ROLES
from townline.ui.signing_in import ask_to_sign_in

STAFF = frozenset(MEMBER_ROLES)
"""Whoever works for the city, as whatever."""
TELLERS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN})
"""Who may publish bulletins."""
JUDGES = frozenset({Role.SUPERVISOR, Role.ANALYST, Role.ADMIN})
"""Who may read how satisfied reporters are."""
REACHING = frozenset({Role.AGENT, Role.WORKER, Role.SUPERVISOR})
"""Who may learn how to reach a reporter, within their own department."""

ANSWERING = frozenset({Role.AGENT, Role.SUPERVISOR})
"""Who may answer contacts at the console."""
LEADING = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Who says which members of staff answer contacts."""
WORKING = frozenset({Role.WORKER, Role.SUPERVISOR, Role.ADMIN})
"""Who does a department's work, and so has days and a team."""

View = Callable[..., HttpResponseBase]


def for_staff(*roles: Role) -> Callable[[View], View]:
    """
    Open a view to those of the city's staff to whom the table of addresses opens it.

    :param roles: what narrows that further, for a view that several addresses share

    The view is called with the actor after the request. What it then may not do or see becomes
    a page that says so. Browsers and proxies keep nothing, unless the view itself lets them.
    """
    needed = frozenset(roles) or STAFF

    def opened(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            by = staff.actor_of(request.user, city_of(request))
            response: HttpResponseBase
            if by is None:
                response = _turned_away(request)
            elif not by.roles & needed & allowed().roles_of(_name(request)):
                response = refused(request, _("This page is for other roles than yours."), by)
            else:
                response = _let_in(view, request, by, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
            return response

        return guarded

    return opened


def _let_in(
    view: View, request: HttpRequest, by: Actor, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    try:
        return view(request, by, *args, **kwargs)
    except NotAllowed:
        return refused(request, _("This is for another department or role to do."), by)
    except (NoSuchRequest, NoneToChange):
        return show(request, by, "desk/missing.html", status=404)


def _name(request: HttpRequest) -> str:
    """Return the name of the address, as the table has it."""
    return request.resolver_match.view_name if request.resolver_match else ""


def city_of(request: HttpRequest) -> City:
    """Return the city that the request is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city


def show(
    request: HttpRequest, by: Actor, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the desk; its frame knows whose desk it is."""
    return render(request, template, {"desk": _frame(by), **context}, status=status)


def refused(request: HttpRequest, why: str, by: Actor | None) -> HttpResponse:
    """Return the page that says what the reader may not do."""
    frame = _frame(by) if by else {"label": request.user.get_username()}
    return render(request, "desk/refused.html", {"desk": frame, "why": why}, status=403)


def may_reach(by: Actor, found: RequestShown) -> bool:
    """Return whether the actor may learn who reported a request and how to reach them."""
    return bool(by.roles & REACHING) and by.works_for(found.department)


def _frame(by: Actor) -> dict[str, Any]:
    frame = {
        "label": by.label,
        "takes_calls": Role.AGENT in by.roles,
        "has_list": bool(by.departments),
        "tells": bool(by.roles & TELLERS),
        "judges": bool(by.roles & JUDGES),
        "has_day": bool(by.departments) and bool(by.roles & WORKING),
        "admin": Role.ADMIN in by.roles,
        "answers": bool(by.roles & ANSWERING),
        "leads": bool(by.roles & LEADING),
        "mentions": _mentions(by),
        "member": True,
    }
    return {**frame, "menu": groups(frame)}


def _mentions(by: Actor) -> str:
    """Return how many mentions wait to be seen, as far as they are counted; empty for none."""
    waiting = unread_mentions(by)
    return f"{COUNTED}+" if waiting > COUNTED else str(waiting or "")


def _turned_away(request: HttpRequest) -> HttpResponse:
    """Ask those to sign in who have not, and tell the others that they do not work here."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, reverse("desk:sign_in"))
    return refused(request, _("Your login does not work for this city, or no longer."), None)
