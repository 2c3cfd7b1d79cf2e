"""QR codes: a page's address for the camera of a phone."""

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.requests import queries as requests
from townline.requests.queries import NoSuchRequest
from townline.requests.rules import numbering


@require_safe
def short(request: HttpRequest, number: str) -> HttpResponseRedirect:
    """Lead from the short address of a request, which fits on a note, to its page."""
    return redirect("portal:request", number)


@require_safe
@cache_control(public=True, max_age=86400)
def public_code(request: HttpRequest, number: str) -> HttpResponse:
    """Send the QR code of what everyone may read of a request."""
    city: City = request.city  # type: ignore[attr-defined]
    plain = _plain(number)
    try:
        requests.by_anyone(city, plain, language="", at=timezone.now(), history=False)
    except NoSuchRequest as fault:
        raise Http404("no such request") from fault
    return _picture(request.build_absolute_uri(reverse("portal:short", args=[plain])))


@require_safe
@never_cache
def own_code(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Send the QR code of a reporter's own page to its reporter."""
    city: City = request.city  # type: ignore[attr-defined]
    plain = _plain(number)
    if not requests.opens(city, plain, secret):
        raise Http404("no such request")
    response = _picture(request.build_absolute_uri(reverse("portal:own", args=[plain, secret])))
    response["Referrer-Policy"] = "same-origin"
    return response


def _picture(text: str) -> HttpResponse:
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, nl=False, dark="#000", light="#fff", scale=4
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")


def _plain(number: str) -> str:
    try:
        return numbering.read(number)
    except ValueError as fault:
        raise Http404("no such request") from fault
