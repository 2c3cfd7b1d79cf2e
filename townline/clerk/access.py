"""Who may open which of the council's pages, and what those see who may not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.council import queries
from townline.record.verbs import Actor, NotAllowed, Role
from townline.staff import queries as staff
from townline.staff.rules.allowed import allowed
from townline.ui.signing_in import ask_to_sign_in

BEHIND = frozenset({Role.CLERK, Role.ADMIN})
"""Who may read what is restricted."""
View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """Open a page to everyone, where the city has a council; the view is called with the city."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        city = city_of(request)
        if not queries.has_council(city):
            raise Http404("This city describes no council.")
        with timezone.override(city.zone):  # templates show moments by the city's clock
            return view(request, city, *args, **kwargs)

    return opened


def for_clerks(view: View) -> View:
    """
    Open a page to those of the city's staff to whom the table of addresses opens it.

    The view is called with the actor after the request; browsers and proxies keep nothing of it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        city = city_of(request)
        by = staff.actor_of(request.user, city)
        response = _answer(view, request, city, by, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return guarded


def _answer(
    view: View, request: HttpRequest, city: City, by: Actor | None, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if by is None:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, reverse("desk:sign_in"))
        return refused(request, _("Your login does not work for this city, or no longer."), None)
    name = request.resolver_match.view_name if request.resolver_match else ""
    if not by.roles & allowed().roles_of(name):
        return refused(request, _("This page is for other roles than yours."), by)
    if not queries.has_council(city):
        raise Http404("This city describes no council.")
    try:
        with timezone.override(city.zone):
            return view(request, by, *args, **kwargs)
    except NotAllowed:
        return refused(request, _("This is for another role to do."), by)


def city_of(request: HttpRequest) -> City:
    """Return the city that the request is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city


def show(
    request: HttpRequest, by: Actor, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the clerk's desk; its frame knows whose desk it is."""
    return render(request, template, {"clerk": frame(by), **context}, status=status)


def refused(request: HttpRequest, why: str, by: Actor | None) -> HttpResponse:
    """Return the page that says what the reader may not do."""
    context = {"clerk": frame(by) if by else {}, "why": why}
    return render(request, "clerk/refused.html", context, status=403)


def frame(by: Actor) -> dict[str, Any]:
    """Return what the frame of the clerk's pages says of who is signed in."""
    return {
        "label": by.label,
        "writes": Role.CLERK in by.roles,
        "other_desk": bool(by.roles - {Role.CLERK, Role.RESIDENT}),
    }
