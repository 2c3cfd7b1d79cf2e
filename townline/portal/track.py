"""Following a request: see its history, and, with the secret link, take part."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.portal import deeds, expecting, refusals, wording
from townline.portal.deeds import Deed
from townline.requests import queries as requests
from townline.requests.queries import NoSuchRequest, RequestShown
from townline.requests.rules import numbering


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    """Show what everyone may read of a request."""
    city, at = _city(request), timezone.now()
    plain = _read_number(number)
    if plain != number:
        return redirect("portal:request", plain)
    try:
        shown = requests.by_anyone(city, plain, language=_language(), at=at)
    except NoSuchRequest as fault:
        raise Http404("no such request") from fault
    return render(request, "portal/request.html", _facts(city, shown, at))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Show a reporter their own request, and do what they ask for."""
    city, at = _city(request), timezone.now()
    shown = _own_or_404(city, number, secret, at)
    if request.method == "POST":
        response = _do(request, city, shown, secret, at)
    else:
        response = _own_page(request, city, shown, secret, at)
    # The address is the key to the page: no other site may learn it, and no search engine.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


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


def _do(
    request: HttpRequest, city: City, shown: RequestShown, secret: str, at: datetime
) -> HttpResponse:
    deed = deeds.BY_CODE.get(request.POST.get("do", ""))
    if deed is None or deed not in deeds.open_to(city, shown, at):
        return _own_page(request, city, shown, secret, at, too_late=True, status=409)
    form = deeds.form_of(deed, city, shown, at, request.POST, request.FILES)
    if form.is_valid():
        try:
            deeds.do(deed, city, shown, form, at)
        except refusals.KNOWN as refusal:
            form.add_error(None, refusals.explain(refusal, city).text)
        else:
            page = reverse("portal:own", args=[shown.number, secret])
            return HttpResponseRedirect(f"{page}?done={deed.code}")
    return _own_page(request, city, shown, secret, at, faulty=(deed, form), form=form, status=422)


def _own_page(
    request: HttpRequest,
    city: City,
    shown: RequestShown,
    secret: str,
    at: datetime,
    *,
    faulty: tuple[Deed, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    pairs = [
        faulty if faulty and faulty[0] is deed else (deed, deeds.form_of(deed, city, shown, at))
        for deed in deeds.open_to(city, shown, at)
    ]
    done = deeds.BY_CODE.get(request.GET.get("done", ""))
    context = _facts(city, shown, at) | {
        "secret": secret,
        "link": request.build_absolute_uri(request.path),
        "received": "received" in request.GET,
        "done": done.done if done else "",
        "deeds": pairs,
        "opened": faulty[0].code if faulty else "answer",
        "question": wording.question_of(shown),
        **more,
    }
    return render(request, "portal/own.html", context, status=status)


def _facts(city: City, shown: RequestShown, at: datetime) -> dict[str, Any]:
    return {
        "shown": shown,
        "stand": wording.stand(shown),
        "mark": wording.mark(shown),
        "expected": expecting.of_request(city, shown, at),
        "history": list(wording.history(shown.lines)),
    }


def _own_or_404(city: City, number: str, secret: str, at: datetime) -> RequestShown:
    try:
        return requests.by_reporter(city, _read_number(number), secret, language=_language(), at=at)
    except NoSuchRequest as fault:
        raise Http404("no such request") from fault


def _read_number(number: str) -> str:
    try:
        return numbering.read(number)
    except ValueError as fault:
        raise Http404("no such request") from fault


def _language() -> str:
    return get_language() or ""


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
