"""How a resident signs in to their own requests, by whatever way: what all ways share."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from townline.cities.rules.city import City
from townline.contacts import queries as known
from townline.contacts.queries import SignedIn
from townline.portal import providers, webauthn
from townline.portal.deed_forms import WayToTell

OPEN, WAITING = "my", "my_waiting"
"""What the session holds: the key of a sign-in, once it is open and before."""


class AskForm(WayToTell):
    """Where the code goes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "medium" in self.fields:
            self.fields["medium"].label = _("Where shall we send it?")


def ask_page(
    request: HttpRequest, form: forms.Form | None = None, *, status: int = 200, **context: Any
) -> HttpResponse:
    """
    Return the page that offers all ways to sign in.

    It takes ``left`` (has just signed out), ``too_old`` (a link that opens nothing) and ``fault``
    (what went wrong on another way).
    """
    ways = {
        "form": form or AskForm(),
        "passkeys_possible": webauthn.possible(request),
        "providers": providers.known(),
    }
    return private(render(request, "portal/my_ask.html", ways | context, status=status))


def open_visit(request: HttpRequest, key: int) -> HttpResponse:
    """Let the session hold a sign-in that is open, and lead on to what it opens."""
    request.session.pop(WAITING, None)
    request.session.cycle_key()  # nobody who gave the visitor a session has what this one opens
    request.session[OPEN] = key
    return redirect("portal:my")


def signed_in(request: HttpRequest, city: City) -> SignedIn | None:
    """Return who has signed in, in this city."""
    key = request.session.get(OPEN)
    return known.signed_in(city.id, key, at=timezone.now()) if key else None


def private(response: HttpResponse) -> HttpResponse:
    """Return a page that no engine lists, and whose address leaves this site with no link."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def city_of(request: HttpRequest) -> City:
    """Return the city that the request is for."""
    city: City = request.city  # type: ignore[attr-defined]
    return city
