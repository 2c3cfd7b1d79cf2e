"""Reporting and ordering: choose a service, fill in its form, get a number."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.portal import (
    answers,
    choosing,
    consent,
    drafts,
    filling,
    forms,
    limits,
    refusals,
    steps,
)
from townline.portal.whereabouts import Whereabouts
from townline.record.verbs import RESIDENT
from townline.requests import actions
from townline.requests import queries as requests
from townline.requests.queries import DraftShown
from townline.requests.rules.submission import Submission


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show all services, and those found by the words of the search box."""
    city, at = _city(request), timezone.now()
    text = choosing.words_of(request)
    findings = choosing.find(city, text, at) if text else None
    beside = answers.beside(request, findings, at) if findings else None
    if findings and beside and not findings.choices and not beside.answers:
        answers.count_unfound(request, text, at)
    context = {
        "text": text,
        "findings": findings,
        "beside": beside,
        "groups": choosing.groups(city, at),
    }
    return render(request, "portal/choose.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, service: str) -> HttpResponse:
    """Show the form of one service, a step at a time; take what was sent with it."""
    city = _city(request)
    offer = choosing.offered(city, service)
    if not offer.takes("web"):
        return _elsewhere(request, city, offer)
    if request.method == "POST" and "go" in request.POST:
        return limits.too_many_steps(request) or filling.move(request, city, offer)
    if request.method == "POST":
        return limits.too_many(request) or _take(request, city, offer)
    kept = drafts.drawer(request, city, offer).draft()
    step = request.GET.get("step", "")
    if kept and step in steps.of(offer):
        form = filling.resumed(city, offer, kept)
        return filling.page(request, city, offer, form, step=step, kept=kept)
    if kept:
        return filling.page(request, city, offer, filling.resumed(city, offer, kept), kept=kept)
    form = filling.form_of(city, offer, initial=forms.fresh() | _start(request))
    return filling.page(request, city, offer, form)


def _elsewhere(request: HttpRequest, city: City, offer: Offer) -> HttpResponse:
    """Say how a service is reported that these pages do not take."""
    context = {
        "offer": offer,
        "department": choosing.department_of(city, offer, get_language() or ""),
        "notices": choosing.notices(city, offer, timezone.now()),
    }
    status = 200 if request.method in ("GET", "HEAD") else 422
    return render(request, "portal/by_phone.html", context, status=status)


@require_safe
def known(request: HttpRequest, service: str) -> HttpResponse:
    """Show, for the form of a service, what is already reported about the place chosen."""
    city = _city(request)
    offer = choosing.offered(city, service)
    form = forms.PointForm(request.GET)
    near = filling.known_there(city, offer, form.point()) if form.is_valid() else ()
    return render(request, "portal/known_list.html", {"near": near})


@require_safe
def days(request: HttpRequest, service: str) -> JsonResponse:
    """Return how long a service may take at a place, and for an order the days with room there."""
    city = _city(request)
    offer = choosing.offered(city, service)
    form = forms.PointForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"days": [], "expected": ""}, status=400)
    free = requests.days_free(city, offer.code, form.point(), at=timezone.now())
    shown = [{"value": day.isoformat(), "label": forms.day_words(day)} for day in free]
    told = filling.expected(city, offer, form.point())
    expected = render_to_string("portal/expected.html", {"expected": told}, request)
    return JsonResponse({"days": shown, "expected": expected})


def _take(request: HttpRequest, city: City, offer: Offer) -> HttpResponse:
    drawn = drafts.drawer(request, city, offer)
    kept = drawn.draft() if "draft" in request.POST else None
    if "draft" in request.POST and (number := drawn.sent_as(request.POST.get("key", ""))):
        return _received(request, number, requests.secret_of(city.id, number))
    # Without scripts only the last step is sent: the others lie in the draft.
    data = drafts.merged(kept, request.POST, _sent_steps(request, kept))
    form = filling.form_of(city, offer, data, request.FILES)
    ready = form.is_valid()
    if form.refused:
        return _back(request, city, offer, form, elsewhere=form.refused.words)
    if not ready:
        return _back(request, city, offer, form)
    where, found = filling.place_of(city, offer, form)
    if found:
        return _back(request, city, offer, form, **found)
    said = form.cleaned_data
    if not said["asked"] and not said["join"]:
        near = filling.known_there(city, offer, where.point)
        if near:
            return _back(request, city, offer, form, near=near)
    return _submit(request, city, offer, form, where, drawn if kept else None)


def _sent_steps(request: HttpRequest, kept: DraftShown | None) -> tuple[str, ...]:
    alone = kept is not None and request.POST["draft"] == "all"
    return (steps.YOU,) if alone else tuple(steps.FIELDS)


def _submit(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, where: Whereabouts,
    drawn: drafts.Drawer | None,
) -> HttpResponse:  # fmt: skip
    photos = drawn.photos() if drawn else ()
    try:
        receipt = actions.submit(
            city=city,
            submission=_submission(offer, form, where, photos),
            by=RESIDENT,
            at=timezone.now(),
        )
    except refusals.KNOWN as refusal:
        told = refusals.explain(refusal, city)
        form.add_error(told.field if told.field in form.fields else None, told.text)
        return _back(request, city, offer, form)
    if drawn:
        drawn.settle(form.cleaned_data["key"], receipt.number)
    return _received(request, receipt.number, receipt.secret)


def _received(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    page = reverse("portal:own", args=[number, secret])
    if filling.wants_json(request):
        return JsonResponse({"number": number, "page": page}, status=201)
    return HttpResponseRedirect(f"{page}?received=1")


def _submission(
    offer: Offer, form: forms.ReportForm, where: Whereabouts, photos: tuple[bytes, ...]
) -> Submission:
    said = form.cleaned_data
    return Submission(
        service_code=offer.code,
        channel="web",
        point=where.point,
        address=where.address,
        zipcode=where.zipcode,
        landmark=said["landmark"],
        description=said["description"],
        answers=form.answers(),
        photos=(*photos, *(upload.read() for upload in said.get("photos", ()))),
        reporter=form.reporter(),
        asked=consent.asked_to_reach(),
        language=said["language"] or get_language() or "en",
        key=said["key"],
        scope="web",
        join=said["join"],
        order_date=form.day(),
        items=form.items(),
        suspicion=form.suspicion(),
    )


def _back(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, **found: Any
) -> HttpResponse:
    """Give a form back with what has to be asked or put right, all steps open."""
    if filling.wants_json(request):
        return JsonResponse(filling.told(request, form, found), status=422)
    kept = drafts.drawer(request, city, offer).draft() if "draft" in request.POST else None
    return filling.page(request, city, offer, form, kept=kept, whole=True, **found)


def _start(request: HttpRequest) -> dict[str, Any]:
    """Return the place that a link to the form brought along."""
    form = forms.PointForm(request.GET)
    return {"lat": form.point().lat, "lon": form.point().lon} if form.is_valid() else {}


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
