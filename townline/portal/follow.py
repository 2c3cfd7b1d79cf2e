"""Being told how a request goes on without having reported it: ask, confirm by a link, leave."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.portal import limits, refusals
from townline.portal.deed_forms import WayToTell, address_in
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.actions import following as actions
from townline.requests.queries import Following, NoSuchFollower, NoSuchRequest, RequestShown
from townline.requests.rules import numbering


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to be told; a message with a link asks the owner of the address to confirm."""
    city: City = request.city  # type: ignore[attr-defined]
    shown = _shown(city, number)
    if request.method != "POST":
        return _form_page(request, shown, WayToTell())
    if refused := limits.too_many(request):
        return refused
    form = WayToTell(request.POST)
    if form.is_valid():
        try:
            _follow(request, city, shown.number, form)
        except refusals.KNOWN as refusal:
            form.add_error(None, refusals.explain(refusal, city).text)
        else:
            page = reverse("portal:request", args=[shown.number])
            return HttpResponseRedirect(f"{page}?asked={form.cleaned_data['medium']}")
    return _form_page(request, shown, form, status=422)


def _follow(request: HttpRequest, city: City, number: str, form: WayToTell) -> None:
    """Ask once an hour for each address and request; more often looks the same, and sends none."""
    medium, address = form.cleaned_data["medium"], address_in(form)
    about = f"{city.id}/{number}"
    if limits.wait_to_write(medium, address, about=about, an_hour=1, burst=1):
        return
    actions.follow(
        city=city,
        number=number,
        medium=medium,
        address=address,
        language=get_language() or city.languages[0],
        by=RESIDENT,
        at=timezone.now(),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follower(request: HttpRequest, token: str) -> HttpResponse:
    """
    Show a follower what they are told of, and let them confirm or leave.

    A link alone changes nothing: programs that look into mail open every one of them.
    """
    city: City = request.city  # type: ignore[attr-defined]
    found = _follower(city, token)
    if request.method != "POST":
        return _follower_page(request, city, found, token)
    act = actions.leave if request.POST.get("do") == "leave" else actions.confirm
    act(city=city, follower_id=found.id, by=RESIDENT, at=timezone.now())
    return HttpResponseRedirect(reverse("portal:follower", args=[token]))


@csrf_exempt  # what the mail programs of RFC 8058 send has no cookie; the token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leave with one click."""
    city: City = request.city  # type: ignore[attr-defined]
    found = _follower(city, token)
    if request.method == "POST":
        actions.leave(city=city, follower_id=found.id, by=RESIDENT, at=timezone.now())
        found = _follower(city, token)
    return _follower_page(request, city, found, token)


def _follower(city: City, token: str) -> Following:
    try:
        return requests.following(city, token)
    except NoSuchFollower as fault:
        raise Http404("no such follower") from fault


def _follower_page(request: HttpRequest, city: City, found: Following, token: str) -> HttpResponse:
    try:
        shown = _shown(city, found.number)
    except Http404:  # it has become confidential since
        shown = None
    context = {"following": found, "shown": shown, "token": token}
    response = render(request, "portal/follower.html", context)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _form_page(
    request: HttpRequest, shown: RequestShown, form: WayToTell, status: int = 200
) -> HttpResponse:
    context = {"shown": shown, "form": form}
    return render(request, "portal/follow.html", context, status=status)


def _shown(city: City, number: str) -> RequestShown:
    try:
        plain = numbering.read(number)
        return requests.by_anyone(
            city, plain, language=get_language() or "", at=timezone.now(), history=False
        )
    except (NoSuchRequest, ValueError) as fault:
        raise Http404("no such request") from fault
