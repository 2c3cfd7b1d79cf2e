"""Joining a request to one near it or the other to it, or saying that they are not the same."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townline.desk import casefile
from townline.desk.access import city_of, for_staff
from townline.desk.deeds import Case
from townline.record.verbs import Actor, NotAllowed, Verb
from townline.requests import verbs
from townline.requests.actions import apart, incidents
from townline.requests.actions.change import NoSuchRequest, Stale
from townline.requests.rules.bundles import TAKEN_BACK_WITHIN
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit

REFUSED = (Stale, OutOfOrder, NoSuchRequest, Unfit)


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """
    Join a request to one near it; with ``way=here`` the other one to it.

    Whoever is told of it hears so a minute later, so that taking it out again tells nobody.
    """
    case = _case(request, by, number, verbs.JOINED)
    if request.method != "POST":
        return redirect("desk:request", number)
    other, at = request.POST.get("other", "")[:60], timezone.now()
    here = request.POST.get("way") == "here"
    joins, lead = (other, number) if here else (number, other)
    try:
        incidents.merge(
            city=case.city, number=joins, lead=lead, told_from=at + TAKEN_BACK_WITHIN, by=by, at=at,
            seen=None if here else _seen(request),
        )  # fmt: skip
    except REFUSED:
        return _not_done(request, number)
    messages.success(
        request,
        _("%(number)s is joined to %(lead)s. If that was wrong, take it out again below.")
        % {"number": joins, "lead": lead},
    )
    return redirect("desk:request", number)


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def set_apart(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Say that a request near by is about something else: it is not shown here again."""
    case = _case(request, by, number, verbs.SET_APART)
    if request.method != "POST":
        return redirect("desk:request", number)
    other = request.POST.get("other", "")[:60]
    try:
        apart.set_apart(city=case.city, number=number, other=other, by=by, at=timezone.now())
    except REFUSED:
        return _not_done(request, number)
    messages.success(
        request,
        _("Kept: %(other)s is about something else. It will not be shown here again.")
        % {"other": other},
    )
    return redirect("desk:request", number)


def _case(request: HttpRequest, by: Actor, number: str, verb: Verb) -> Case:
    """Open the request for somebody who may do it there."""
    case = casefile.case_of(city_of(request), by, number)
    if not case.may(verb):
        raise NotAllowed(f"{by.label} may not do that to {number}")
    return case


def _seen(request: HttpRequest) -> int | None:
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


def _not_done(request: HttpRequest, number: str) -> HttpResponse:
    messages.error(
        request,
        _("That could not be done: one of the two has changed meanwhile. Look again below."),
    )
    return redirect("desk:request", number)
