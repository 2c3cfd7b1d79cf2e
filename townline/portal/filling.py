"""The page of the form: built for a step, and moved from step to step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import OutsideCity, Point
from townline.knowledge import queries as knowledge
from townline.portal import (
    choosing,
    drafts,
    expecting,
    forms,
    questions,
    refusals,
    review,
    steps,
    whereabouts,
)
from townline.portal.whereabouts import Whereabouts
from townline.requests import queries as requests
from townline.requests.actions import Suspended
from townline.requests.queries import DraftShown
from townline.requests.rules.submission import Unfit

DROP, DROP_PHOTOS = "drop", "drop-photos"
"""Where a button may lead but to a step: to a form begun anew, to one without photos."""


def form_of(city: City, offer: Offer, *sent: Any, **options: Any) -> forms.ReportForm:
    """Return the form of a service, with the days on which it may be ordered there."""
    point = _placed(city, sent[0]) if sent and offer.dates else None
    days = requests.days_free(city, offer.code, point, at=timezone.now()) if offer.dates else ()
    return forms.ReportForm(*sent, offer=offer, city=city, days=days, **options)


def resumed(city: City, offer: Offer, kept: DraftShown) -> forms.ReportForm:
    """Return the form as it was left, without a word about what is still missing."""
    data = drafts.merged(kept, QueryDict(), ())
    data.setdefault("language", get_language() or "")
    form = form_of(city, offer, data)
    form.is_valid()
    form.errors.clear()
    return form


def page(
    request: HttpRequest, city: City, offer: Offer, form: forms.ReportForm, *,
    step: str = "", kept: DraftShown | None = None, whole: bool = False, status: int = 0,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """
    Show the form.

    :param step: the one that is shown; the first by default
    :param kept: the draft that is kept by us
    :param whole: show all steps at once, since something is wrong that may be in any of them
    """
    language = get_language() or ""
    current = step or steps.of(offer)[0]
    context = {
        "offer": offer,
        "form": form,
        "name": words_in(offer.words, language),
        "department": choosing.department_of(city, offer, language),
        "notices": choosing.notices(city, offer, timezone.now()),
        "expected": expected(city, offer, form.point() if hasattr(form, "cleaned_data") else None),
        "questions": list(questions.asked(offer, form)),
        "items": [form[forms.ITEM + item.code] for item in offer.items],
        "photos_lost": bool(request.FILES),
        "steps": steps.marked(offer, current),
        "step": current,
        "before": steps.before(offer, current),
        "after": "" if whole else steps.after(offer, current),
        "whole": whole,
        "kept": kept,
        "rows": review.rows(offer, form) if form.is_bound and not whole else (),
        **more,
    }
    faulty = form.is_bound and (form.errors or more.get("elsewhere"))
    response = render(
        request, "portal/fill.html", context, status=status or (422 if faulty else 200)
    )
    if kept:
        response[drafts.PRIVATE] = "1"
    return response


def move(request: HttpRequest, city: City, offer: Offer) -> HttpResponse:
    """Check one step, keep what it says, and go to another; a script only asks for the check."""
    drawn, goal = drafts.drawer(request, city, offer), request.POST["go"]
    here = reverse("portal:fill", args=[offer.code])
    if goal == DROP:
        drawn.drop()
        return redirect(here)
    if goal == DROP_PHOTOS:
        drawn.drop_photos()
        return redirect(f"{here}?step={steps.WHAT}")
    codes = steps.of(offer)
    step = request.POST.get("step", "")
    step = step if step in codes else codes[0]
    goal = goal if goal in codes else step
    kept = drawn.draft()
    data = drafts.merged(kept, request.POST, [step])
    form = form_of(city, offer, data, request.FILES)
    onward = codes.index(goal) > codes.index(step)
    found = _faults(city, offer, form, step) if onward else {}
    if wants_json(request):
        return JsonResponse(told(request, form, found) if found else {"next": goal})
    if not found:
        response = redirect(f"{here}?step={goal}")
        if _is_kept(request, drawn, form, data, response):
            return response
        only(form, step)
    return page(request, city, offer, form, step=step, kept=kept, **found)


def _is_kept(
    request: HttpRequest, drawn: drafts.Drawer, form: forms.ReportForm, data: QueryDict,
    response: HttpResponse,
) -> bool:  # fmt: skip
    """Keep what was filled in so far; return False where it cannot be, said at its field."""
    try:
        drafts.keep(drawn, data, request.FILES.getlist("photos"), response)
    except Unfit as unfit:
        said = refusals.explain(unfit, drawn.city)
        form.is_valid()
        form.add_error(said.field if said.field in form.fields else None, said.text)
        return False
    return True


def told(request: HttpRequest, form: forms.ReportForm, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is wrong with a form for a script, with the parts of the page that say so."""
    context = {"form": form, **found}

    def part(name: str) -> str:
        return render_to_string(f"portal/{name}.html", context, request)

    return {
        "summary": part("fill_faults"),
        "faults": {name: [str(text) for text in texts] for name, texts in form.errors.items()},
        "match": part("fill_match") if found.get("candidates") else "",
        "known": part("known_list") if found.get("near") else "",
    }


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script asks, which shows the answer itself."""
    return "application/json" in request.headers.get("Accept", "")


def only(form: forms.ReportForm, step: str) -> None:
    """Say of a form what is wrong at one step alone."""
    elsewhere = [n for n in form.errors if n != NON_FIELD_ERRORS and not steps.holds(step, n)]
    for name in elsewhere:
        del form.errors[name]


def place_of(
    city: City, offer: Offer, form: forms.ReportForm
) -> tuple[Whereabouts, dict[str, Any]]:
    """Return which place a form means, and what of it has to be asked or put right first."""
    said = form.cleaned_data
    where = whereabouts.find(
        city, point=form.point(), typed=said.get("address", ""), chosen=said.get("match", "")
    )
    if not where.candidates:
        return where, {}
    form.offer_matches(where.candidates)
    form.add_error("match", _("Several places may be meant. Choose one, or write it differently."))
    return where, {"candidates": where.candidates}


def _faults(city: City, offer: Offer, form: forms.ReportForm, step: str) -> dict[str, Any]:
    """Return what keeps a step from being done, for the page; empty where nothing does."""
    form.is_valid()
    only(form, step)
    if step == steps.WHAT and form.refused:
        return {"elsewhere": form.refused.words}
    if step == steps.WHERE and not form.errors and offer.place != "none":
        return _faults_of_place(city, offer, form)
    if step == steps.WHAT and not form.errors and _is_grave(city, form):
        return {"grave": form.cleaned_data["description"]}
    return {"faulty": True} if form.errors else {}


def _is_grave(city: City, form: forms.ReportForm) -> bool:
    """Return whether words tell of an emergency and nobody was told yet, who is told now."""
    said = form.cleaned_data
    if said["warned"] or knowledge.emergency_in(city, said["description"]) is None:
        return False
    form.data["warned"] = "1"  # type: ignore[index]
    return True


def _faults_of_place(city: City, offer: Offer, form: forms.ReportForm) -> dict[str, Any]:
    where, found = place_of(city, offer, form)
    if found:
        return found
    if where.point is None:
        if offer.place == "required" or where.address:
            form.add_error("address", str(refusals.UNFIT["place_unknown"]))
            return {"faulty": True}
        return {}
    try:
        choosing.refuse_there(city, offer, where.point, timezone.now())
    except (OutsideCity, Suspended) as refusal:
        told_why = refusals.explain(refusal, city)
        form.add_error(told_why.field or None, told_why.text)
        return {"faulty": True}
    said = form.cleaned_data
    if said["asked"] or said["join"]:
        return {}
    near = requests.nearby(city, offer.code, where.point, at=timezone.now())
    return {"near": near} if near else {}


def expected(city: City, offer: Offer, point: Point | None) -> expecting.Told | None:
    """Return how long it may take there; an order has its day instead."""
    if offer.dates:
        return None
    known = requests.expected_at(city, offer.code, point, at=timezone.now())
    return expecting.of_service(known, city)


def _placed(city: City, sent: QueryDict) -> Point | None:
    """Return the place that a form means: what days are free depends on it."""
    form = forms.PointForm(sent)
    if form.is_valid():
        return form.point()
    typed, chosen = sent.get("address", "")[:300], sent.get("match", "")
    return whereabouts.find(city, point=None, typed=typed, chosen=chosen).point


def known_there(city: City, offer: Offer, point: Point | None) -> Sequence[requests.Near]:
    """Return what is known already near a place."""
    return requests.nearby(city, offer.code, point, at=timezone.now()) if point else ()
