"""One file as its clerk works on it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.clerk import follows
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.detail_forms import PaperForm, ReasonForm
from townline.clerk.introducing import FORMS, missing
from townline.clerk.refusals import told
from townline.clerk.taken_votes import with_decided
from townline.council import actions, queries
from townline.council.queries import DocumentShown, FileShown, VoteShown
from townline.record.verbs import Actor


@for_clerks
@require_safe
def case(request: HttpRequest, by: Actor, identifier: str) -> HttpResponse:
    """Show a file with its history, its papers, what is wrong with it, and what can be done."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
        history = queries.history(city, identifier, behind=True, file_id=found.id)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    names = queries.bodies_named(city)
    papers = queries.documents(city, identifier, behind=True)
    votes = queries.votes_of(city, identifier, behind=True)
    return show(
        request,
        by,
        "clerk/case.html",
        file=found,
        pending=[names.name(code) for code in found.pending],
        history=history,
        papers=papers,
        flags=queries.flags(city, file=identifier),
        family=[
            each
            for each in queries.family(city, found.number, behind=True)
            if each.identifier != identifier
        ],
        votes=with_decided(votes, history),
        **_follows(city, found, papers, votes),
    )


def _follows(
    city: City, found: FileShown, papers: Sequence[DocumentShown], votes: Sequence[VoteShown]
) -> dict[str, Any]:
    """Return what follows a file, with positions in words."""
    today = timezone.now().astimezone(city.zone).date()
    voted = [each.voted for each in votes if not each.voided]
    clock = queries.clock_of(city, found, today, agendas=(), votes=voted)
    days = queries.council_settings(city).clock.ordinance_days
    return follows.told(queries.follows(city, found, on=today), clock, papers, days)


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
        form.refuse(refusal.part, told(refusal))
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
