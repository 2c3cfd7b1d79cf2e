"""Reporting and ordering: choose a service, fill in its form, get a number."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import Point
from townline.portal import choosing, forms, limits, questions, refusals, whereabouts
from townline.portal.whereabouts import Whereabouts
from townline.record.verbs import RESIDENT
from townline.requests import actions
from townline.requests import queries as requests
from townline.requests.queries import Near
from townline.requests.rules.submission import Submission


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show all services, and those found by the words of the search box."""
    city, at = _city(request), timezone.now()
    text = request.GET.get("q", "").strip()[:200]
    context = {
        "text": text,
        "found": choosing.found(city, text, at),
        "groups": choosing.groups(city, at),
    }
    return render(request, "portal/choose.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, service: str) -> HttpResponse:
    """Show the form of one service; take what was sent with it."""
    city = _city(request)
    offer = choosing.offered(city, service)
    if request.method == "POST":
        return limits.too_many(request) or _take(request, city, offer)
    start = forms.fresh() | _start(request)
    return _form_page(request, city, offer, _form(city, offer, initial=start))


@require_safe
def known(request: HttpRequest, service: str) -> HttpResponse:
    """Show, for the form of a service, what is already reported about the place chosen."""
    city = _city(request)
    offer = choosing.offered(city, service)
    form = forms.PointForm(request.GET)
    near: Sequence[Near] = ()
    if form.is_valid():
        near = requests.nearby(city, offer.code, form.point(), at=timezone.now())
    return render(request, "portal/known_list.html", {"near": near})


@require_safe
def days(request: HttpRequest, service: str) -> JsonResponse:
    """Return the days on which an order has room at a place, for the form of a service."""
    city = _city(request)
    offer = choosing.offered(city, service)
    form = forms.PointForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"days": []}, status=400)
    free = requests.days_free(city, offer.code, form.point(), at=timezone.now())
    shown = [{"value": day.isoformat(), "label": forms.day_words(day)} for day in free]
    return JsonResponse({"days": shown})


def _take(request: HttpRequest, city: City, offer: Offer) -> HttpResponse:
    form = _form(city, offer, request.POST, request.FILES)
    ready = form.is_valid()
    if form.refused:
        return _form_page(request, city, offer, form, elsewhere=form.refused.words)
    if not ready:
        return _form_page(request, city, offer, form)
    said = form.cleaned_data
    where = whereabouts.find(city, point=form.point(), typed=said["address"], chosen=said["match"])
    if where.candidates:
        return _ask_which(request, city, offer, form, where)
    if not said["asked"] and not said["join"] and where.point:
        near = requests.nearby(city, offer.code, where.point, at=timezone.now())
        if near:
            return _ask_whether_known(request, city, offer, form, near)
    return _submit(request, city, offer, form, where)


def _submit(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, where: Whereabouts
) -> HttpResponse:
    try:
        receipt = actions.submit(
            city=city,
            submission=_submission(offer, form, where),
            by=RESIDENT,
            at=timezone.now(),
        )
    except refusals.KNOWN as refusal:
        told = refusals.explain(refusal, city)
        form.add_error(told.field if told.field in form.fields else None, told.text)
        return _form_page(request, city, offer, form)
    page = reverse("portal:own", args=[receipt.number, receipt.secret])
    return HttpResponseRedirect(f"{page}?received=1")


def _submission(offer: Offer, form: forms.ReportForm, where: Whereabouts) -> Submission:
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
        photos=tuple(upload.read() for upload in said.get("photos", ())),
        reporter=form.reporter(),
        language=said["language"] or get_language() or "en",
        key=said["key"],
        scope="web",
        join=said["join"],
        order_date=form.day(),
        items=form.items(),
        suspicion=form.suspicion(),
    )


def _form(city: City, offer: Offer, *sent: Any, **options: Any) -> forms.ReportForm:
    point = _placed(city, sent[0]) if sent and offer.dates else None
    days = requests.days_free(city, offer.code, point, at=timezone.now())
    return forms.ReportForm(*sent, offer=offer, city=city, days=days, **options)


def _placed(city: City, sent: QueryDict) -> Point | None:
    """Return the place that a form means: what days are free depends on it."""
    form = forms.PointForm(sent)
    if form.is_valid():
        return form.point()
    typed, chosen = sent.get("address", "")[:300], sent.get("match", "")
    return whereabouts.find(city, point=None, typed=typed, chosen=chosen).point


def _start(request: HttpRequest) -> dict[str, Any]:
    """Return the place that a link to the form brought along."""
    form = forms.PointForm(request.GET)
    return {"lat": form.point().lat, "lon": form.point().lon} if form.is_valid() else {}


def _form_page(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, **more: Any
) -> HttpResponse:
    language = get_language() or ""
    context = {
        "offer": offer,
        "form": form,
        "name": words_in(offer.words, language),
        "department": choosing.department_of(city, offer, language),
        "notices": choosing.notices(city, offer, timezone.now()),
        "questions": list(questions.asked(offer, form)),
        "items": [form[forms.ITEM + item.code] for item in offer.items],
        "photos_lost": bool(request.FILES),
        **more,
    }
    faulty = form.is_bound and (form.errors or more)
    return render(request, "portal/fill.html", context, status=422 if faulty else 200)


def _ask_which(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, where: Whereabouts
) -> HttpResponse:
    form.offer_matches(where.candidates)
    form.add_error("match", _("Several places may be meant. Choose one, or write it differently."))
    return _form_page(request, city, offer, form, candidates=where.candidates)


def _ask_whether_known(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, near: Sequence[Near]
) -> HttpResponse:
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "asked", "join")
        for value in values
    ]
    context = {
        "offer": offer,
        "name": words_in(offer.words, get_language() or ""),
        "near": near,
        "sent": sent,
        "form": form,
        "photos_lost": bool(request.FILES),
    }
    return render(request, "portal/known.html", context)


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
