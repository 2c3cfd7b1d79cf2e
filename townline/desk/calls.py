"""Taking calls: finding the service, writing down the request, telling the number."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.desk import letters, questions, refusals
from townline.desk.access import city_of, for_staff, show
from townline.desk.call_forms import ITEM, NEW, CallForm, SearchForm
from townline.desk.console import linking
from townline.desk.forms import NumberForm
from townline.geography import queries as geography
from townline.geography.rules.place import Match, OutsideCity, Point
from townline.record.verbs import Actor
from townline.requests import actions
from townline.requests import queries as requests
from townline.requests.actions import KeyReused, Receipt, Suspended
from townline.requests.rules.handled import How
from townline.requests.rules.submission import Submission, Unfit
from townline.staff import queries as staff
from townline.topics import queries as topics

SURE = 0.6
"""The least confidence at which a geocoder's answer is taken without asking."""
ALIKE = 0.02
"""Answers within this much of the best one may be meant just as well."""
TAKEN = "desk_taken"
"""Where the session keeps what was taken last, so that the agent can tell it."""


@for_staff()
@require_safe
def choose(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the services, all or those that fit the caller's words; and look up a number."""
    city = city_of(request)
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    language, offers = get_language() or "", catalogue.offers(city.edition_id)
    fitting = list(offers.values())
    if words:
        found = topics.find(city, words, language, kinds=("service",))
        fitting = [offers[each.code] for each in found if each.code in offers]
    groups: dict[str, list[Offer]] = {}
    for offer in fitting:
        groups.setdefault(words_in(offer.group_words, language), []).append(offer)
    return show(
        request,
        by,
        "desk/calls.html",
        form=form,
        lookup=NumberForm(),
        words=words,
        groups=list(groups.items()),
        letter=letters.asked_for(request, city),
    )


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, by: Actor, service: str) -> HttpResponse:
    """Show the form of a service; take what was written down."""
    city = city_of(request)
    try:
        offer = catalogue.offer(city.edition_id, service)
    except NoSuchService as fault:
        raise Http404(str(fault)) from fault
    point = _placed(city, request.POST) if offer.dates else None
    days = requests.days_free(city, service, point, at=timezone.now())
    if request.method == "POST":
        form = CallForm(request.POST, request.FILES, offer=offer, city=city, days=days)
        linking.begin(request, city, by, form)
        return _take(request, by, form)
    form = CallForm(offer=offer, city=city, days=days)
    form.initial = {**form.initial, **letters.written_down(request, city, by)}
    linking.begin(request, city, by, form)
    return _page(request, by, form)


@for_staff()
@require_safe
def taken(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what to tell the caller about the request taken last."""
    last = request.session.get(TAKEN)
    if not last:
        return redirect("desk:calls")
    due_at = datetime.fromisoformat(last["due_at"]) if last["due_at"] else None
    day = date.fromisoformat(last["day"]) if last["day"] else None
    return show(request, by, "desk/taken.html", taken=last, due_at=due_at, day=day)


def _take(request: HttpRequest, by: Actor, form: CallForm) -> HttpResponse:
    city, match = form.city, None
    if not form.is_valid() and "join" not in form.errors:
        return _page(request, by, form)
    if form.elsewhere:
        return _page(request, by, form)
    typed = form.cleaned_data.get("address", "")
    if typed:
        matches = geography.geocode(city, typed)
        match = _meant(matches, form.cleaned_data["match"])
        if match is None:
            return _ask_which(request, by, form, matches)
        if _ask_whether_known(form, match.point):
            return _page(request, by, form)
    return _submit(request, by, form, match)


def _placed(city: City, sent: QueryDict) -> Point | None:
    """Return the place that was written down: what days are free depends on it."""
    typed = sent.get("address", "").strip()[:300]
    match = _meant(geography.geocode(city, typed), sent.get("match", "")) if typed else None
    return match.point if match else None


def _meant(matches: list[Match], chosen: str) -> Match | None:
    """Return the place that is meant: the one chosen, else the best if no other comes near it."""
    picked = next((m for m in matches if m.label == chosen), None)
    if picked or not matches:
        return picked
    best = matches[0]
    alike = {m.label for m in matches if m.confidence >= best.confidence - ALIKE}
    return best if best.confidence >= SURE and len(alike) == 1 else None


def _ask_which(
    request: HttpRequest, by: Actor, form: CallForm, matches: list[Match]
) -> HttpResponse:
    if matches:
        form.offer_matches(matches)
        form.add_error("match", _("Several places may be meant. Choose one, or write it anew."))
    else:
        form.add_error("address", str(refusals.WORDS["place_unknown"]))
    return _page(request, by, form)


def _ask_whether_known(form: CallForm, point: Point) -> bool:
    """Return whether it must be asked first if the caller means one that is known already."""
    near = requests.nearby(form.city, form.offer.code, point, at=timezone.now())
    if not near:
        form.errors.pop("join", None)
        return False
    form.offer_known(near)
    said = form.data.get("join", "")
    form.errors.pop("join", None)
    if said == NEW or said in {n.number for n in near}:
        form.cleaned_data["join"] = "" if said == NEW else said
        return False
    form.add_error("join", _("This may be known already. Ask the caller, then choose."))
    return True


def _submit(request: HttpRequest, by: Actor, form: CallForm, match: Match | None) -> HttpResponse:
    try:
        receipt = actions.submit(
            city=form.city, submission=_submission(form, match), by=by, at=timezone.now()
        )
    except Unfit as refusal:
        refusals.put(form, refusal)
    except OutsideCity as refusal:
        form.add_error("address", _outside(form.city, str(refusal)))
    except Suspended as refusal:
        form.add_error(None, words_in(refusal.notice, get_language() or ""))
    except KeyReused:
        form.add_error(None, _("This form was sent before with other words. Open it anew."))
    else:
        told = _to_tell(form, receipt, by)
        request.session[TAKEN] = told | {"contact": linking.contact_of(request, form.city, by)}
        letters.is_made(request, form.city, receipt.number, by)
        linking.link(request, form.city, by, receipt.number, How.FILED)
        return redirect("desk:taken")
    return _page(request, by, form)


def _submission(form: CallForm, match: Match | None) -> Submission:
    said = form.cleaned_data
    return Submission(
        service_code=form.offer.code,
        channel=said["channel"],
        point=match.point if match else None,
        address=match.label if match else "",
        zipcode=match.zipcode if match else "",
        landmark=said.get("landmark", ""),
        description=said["description"].replace("\r\n", "\n"),
        answers=form.answers(),
        photos=said.get("photos", ()),
        reporter=form.reporter(),
        asked=form.asked(),
        language=said["language"],
        key=said["key"],
        scope="desk",
        join=said.get("join", ""),
        order_date=said.get("order_date"),
        items=form.items(),
    )


def _to_tell(form: CallForm, receipt: Receipt, by: Actor) -> dict[str, Any]:
    """Return what the agent tells the caller; no personal details."""
    department = staff.departments(form.city.edition_id).get(receipt.department)
    today = timezone.localdate(timezone=form.city.zone)
    open_to_us = form.offer.publicity != "nothing" or by.works_for(receipt.department)
    day = form.cleaned_data.get("order_date")
    return {
        "number": receipt.number,
        "service": dict(form.offer.words),
        "department": dict(department.words_on(today)) if department else {},
        "due_at": str(receipt.due_at or ""),
        "day": day.isoformat() if isinstance(day, date) else "",
        "joined": form.cleaned_data.get("join", ""),
        "opens": open_to_us,
        "mailed": bool(form.cleaned_data["email"]),
    }


def _outside(city: City, neighbour: str) -> str:
    if neighbour:
        return _("This place is in %(neighbour)s, not in %(city)s. They have to turn there.") % {
            "neighbour": neighbour,
            "city": city.name,
        }
    return _("This place is outside %(city)s.") % {"city": city.name}


def _page(request: HttpRequest, by: Actor, form: CallForm) -> HttpResponse:
    """Show the form; one that comes back keeps what was written."""
    context = {
        "offer": form.offer,
        "form": form,
        "questions": questions.asked(form.offer, form),
        "items": [form[ITEM + item.code] for item in form.offer.items],
        "files_lost": bool(request.FILES),
        "letter": letters.asked_for(request, form.city),
    }
    status = 422 if form.is_bound else 200
    return show(request, by, "desk/call.html", status=status, **context)
