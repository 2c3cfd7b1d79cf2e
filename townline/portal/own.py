"""A reporter's own page: what their secret link opens, and what they can do there."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.portal import deeds, refusals, wording
from townline.portal.deeds import Deed, Own
from townline.portal.request_parts import parts
from townline.requests import queries as requests
from townline.requests.queries import NoSuchRequest
from townline.requests.rules import numbering
from townline.requests.rules.publicity import Viewer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Show a reporter their own request, and do what they ask for."""
    city: City = request.city  # type: ignore[attr-defined]
    mine = _own_or_404(city, number, secret, timezone.now())
    if request.method == "POST":
        response = _do(request, mine, secret)
    else:
        response = _page(request, mine, secret)
    # The address is the key to the page: no other site may learn it, and no search engine.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _do(request: HttpRequest, mine: Own, secret: str) -> HttpResponse:
    deed = deeds.BY_CODE.get(request.POST.get("do", ""))
    if deed is None or deed not in deeds.open_to(mine):
        return _page(request, mine, secret, too_late=True, status=409)
    form = deeds.form_of(deed, mine, request.POST, request.FILES)
    if form.is_valid():
        try:
            deeds.do(deed, mine, form)
        except refusals.KNOWN as refusal:
            form.add_error(None, refusals.explain(refusal, mine.city).text)
        else:
            page = reverse("portal:own", args=[mine.shown.number, secret])
            return HttpResponseRedirect(f"{page}?done={deed.code}")
    return _page(request, mine, secret, faulty=(deed, form), form=form, status=422)


def _page(
    request: HttpRequest,
    mine: Own,
    secret: str,
    *,
    faulty: tuple[Deed, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    pairs = [
        faulty if faulty and faulty[0] is deed else (deed, deeds.form_of(deed, mine))
        for deed in deeds.open_to(mine)
    ]
    done = deeds.BY_CODE.get(request.GET.get("done", ""))
    places = {
        place: [pair for pair in pairs if pair[0].place == place]
        for place in ("work", "after", "contact")
    }
    context = parts(mine.city, mine.shown, Viewer.REPORTER, mine.at) | {
        "secret": secret,
        "link": request.build_absolute_uri(request.path),
        "received": "received" in request.GET,
        "done": done.done if done else "",
        "deeds": places,
        "said": mine.said,
        "told": deeds.told_words(mine.reach) if mine.reach else "",
        "opened": faulty[0].code if faulty else "answer",
        "question": wording.question_of(mine.shown),
        **more,
    }
    return render(request, "portal/own.html", context, status=status)


def _own_or_404(city: City, number: str, secret: str, at: datetime) -> Own:
    try:
        plain = numbering.read(number)
        shown = requests.by_reporter(city, plain, secret, language=get_language() or "", at=at)
    except (NoSuchRequest, ValueError) as fault:
        raise Http404("no such request") from fault
    return deeds.own_of(city, shown, at)
