"""One file as its clerk works on it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.consequence_forms import POSITIONS
from townline.clerk.detail_forms import PaperForm, ReasonForm
from townline.clerk.introducing import FORMS, missing
from townline.clerk.taken_votes import with_decided
from townline.council import actions, queries
from townline.council.rules.positions import Position
from townline.record.verbs import Actor


@for_clerks
@require_safe
def case(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Show a file with its history, its papers, what is wrong with it, and what can be done."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
        history = queries.history(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    names = queries.bodies_named(city)
    return show(
        request,
        by,
        "clerk/case.html",
        file=found,
        pending=[names.name(code) for code in found.pending],
        history=history,
        papers=queries.documents(city, identifier, behind=True),
        flags=queries.flags(city, file=identifier),
        family=[
            each
            for each in queries.family(city, found.number, behind=True)
            if each.identifier != identifier
        ],
        votes=with_decided(queries.votes_of(city, identifier, behind=True), history),
        **_follows(city, identifier),
    )


def _follows(city: City, identifier: str) -> dict[str, Any]:
    """Return what follows a file, with positions in words."""
    statements, tally = queries.statements_on(city, identifier, behind=True)
    today = timezone.now().astimezone(city.zone).date()
    return {
        "statements": [(each, POSITIONS[Position(each.position)]) for each in statements],
        "tally": [(POSITIONS[Position(said)], count) for said, count in tally.items()],
        "instructions": queries.instructions(city, identifier, on=today, behind=True),
        "ordinances": queries.ordinances(city, identifier, behind=True),
    }


@for_clerks
@require_http_methods(FORMS)
def paper(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """File a paper."""
    city = city_of(request)
    form = PaperForm(city, request.POST or None, request.FILES or None)
    try:
        found = queries.file(city, identifier, behind=True)
        if request.method == "POST" and form.is_valid():
            actions.file_document(
                city=city, identifier=identifier, paper=form.said(), by=by, at=timezone.now()
            )
            messages.success(request, _("The paper is filed."))
            return redirect("clerk:case", identifier)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    except actions.BadDocument as refusal:
        form.refuse(refusal.part, str(refusal))
    return show(request, by, "clerk/paper.html", form=form, file=found)


@for_clerks
@require_http_methods(FORMS)
def withhold(request: HttpRequest, by: Actor, key: int) -> HttpResponse:
    """Take a paper from the readers."""
    city = city_of(request)
    try:
        found = queries.document(city, key, behind=True)
    except queries.NoSuchDocument:
        return show(request, by, "clerk/no_file.html", status=404, identifier="")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.withhold(city=city, document_id=key, reason=reason, by=by, at=timezone.now())
        messages.success(request, _("Readers no longer find the paper."))
        return redirect("clerk:case", found.file)
    return show(request, by, "clerk/withhold.html", form=form, paper=found)


@for_clerks
@require_POST
def settle(request: HttpRequest, by: Actor, key: int) -> HttpResponse:
    """Put aside what an import flagged."""
    try:
        actions.settle(city=city_of(request), flag_id=key, by=by, at=timezone.now())
    except actions.NoSuchFlag:
        messages.error(request, _("Somebody settled this before."))
    else:
        messages.success(request, _("Settled. The record stays as it is."))
    return redirect("clerk:desk")
