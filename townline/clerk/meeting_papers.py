"""The papers of a meeting as tagged PDF: agenda, journal, notice of cancellation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk import limits
from townline.clerk.access import city_of, for_clerks, for_readers
from townline.clerk.files import today_in
from townline.clerk.meetings import found
from townline.clerk.public_meetings import public_or_404
from townline.council import queries
from townline.council.queries import MeetingShown
from townline.council.rules.papers import Sheet
from townline.record.verbs import Actor


@for_readers
@require_safe
def agenda(request: HttpRequest, city: City, meeting: str, version: int) -> HttpResponse:
    """Return an agenda as it was posted."""
    known, on = public_or_404(city, meeting), today_in(city)
    try:
        sheet = queries.agenda_sheet(city, meeting, version, on=on)
    except queries.NoSuchPaper:
        why = _("No such version of the agenda was posted.")
        return _none(request, known, why)
    return _made(request, city, "agenda", sheet, f"{meeting}-agenda-{version}")


@for_readers
@require_safe
def journal(request: HttpRequest, city: City, meeting: str) -> HttpResponse:
    """Return what was done at a meeting that was held."""
    known, on = public_or_404(city, meeting), today_in(city)
    try:
        sheet = queries.journal_sheet(city, meeting, on=on)
    except queries.NoSuchPaper:
        why = _("A meeting has a journal once it was held and has ended.")
        return _none(request, known, why)
    return _made(request, city, "journal", sheet, f"{meeting}-journal")


@for_readers
@require_safe
def cancellation(request: HttpRequest, city: City, meeting: str) -> HttpResponse:
    """Return the notice of a meeting that was cancelled or lacked a quorum."""
    known, on = public_or_404(city, meeting), today_in(city)
    try:
        sheet = queries.cancellation_sheet(city, meeting, on=on)
    except queries.NoSuchPaper:
        why = _("This meeting was neither cancelled nor adjourned for lack of a quorum.")
        return _none(request, known, why)
    return _made(request, city, "cancellation", sheet, f"{meeting}-cancellation")


@for_clerks
@require_safe
def draft(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Return the agenda as it would be posted now, marked as a draft."""
    city = city_of(request)
    found(city, meeting)
    sheet = queries.draft_sheet(city, meeting, on=today_in(city))
    return _pdf(city, "agenda", sheet, f"{meeting}-draft")


def _made(request: HttpRequest, city: City, paper: str, sheet: Sheet, name: str) -> HttpResponse:
    """Return a paper to whoever comes; making one takes a while, so few are made at once."""
    return limits.too_many(request) or _pdf(city, paper, sheet, name)


def _pdf(city: City, paper: str, sheet: Sheet, name: str) -> HttpResponse:
    content = queries.paper(city, paper, sheet, at=timezone.now()).content
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _none(request: HttpRequest, known: MeetingShown, why: str) -> HttpResponse:
    context = {"meeting": known, "why": why}
    return render(request, "clerk/no_meeting_paper.html", context, status=404)
