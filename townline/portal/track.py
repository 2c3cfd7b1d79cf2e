"""What everyone may read of a request, and its photos."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.portal.deed_forms import WayToTell
from townline.portal.request_parts import parts
from townline.requests import queries as requests
from townline.requests.queries import NoSuchRequest
from townline.requests.rules import numbering
from townline.requests.rules.publicity import Viewer


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    """Show what everyone may read of a request."""
    city, at = _city(request), timezone.now()
    plain = _read_number(number)
    if plain != number:
        return redirect("portal:request", plain)
    try:
        shown = requests.by_anyone(city, plain, language=get_language() or "", at=at)
    except NoSuchRequest as fault:
        raise Http404("no such request") from fault
    context = parts(city, shown, Viewer.EVERYONE, at) | {
        "link": request.build_absolute_uri(reverse("portal:short", args=[plain])),
        "form": WayToTell() if shown.open else None,
        "asked": request.GET.get("asked", ""),
    }
    return render(request, "portal/request.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def photo(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Send a photo that everyone may see."""
    return _photo(request, "", name)


@require_safe
@never_cache
def own_photo(request: HttpRequest, number: str, secret: str, name: str) -> HttpResponse:
    """Send a photo to its reporter."""
    return _photo(request, secret, name)


def _photo(request: HttpRequest, secret: str, name: str) -> HttpResponse:
    small = name.endswith("-small")
    plain = name.removesuffix("-small")
    path = requests.photo_file(_city(request), plain, thumb=small, secret=secret)
    if path is None or not path.is_file():
        raise Http404("no such photo")
    return HttpResponse(path.read_bytes(), content_type="image/jpeg")


def _read_number(number: str) -> str:
    try:
        return numbering.read(number)
    except ValueError as fault:
        raise Http404("no such request") from fault


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
