"""The printed report of a file: plain text to the letter, a page made for paper, and a PDF."""

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk import limits
from townline.clerk.access import for_readers
from townline.clerk.files import found_or_404, today_in
from townline.council import queries
from townline.council.rules import printed
from townline.council.rules.printed import PrintedReport


@for_readers
@require_safe
def as_text(request: HttpRequest, city: City, identifier: str) -> HttpResponse:
    """Return the report in plain text."""
    report = _report(request, city, identifier)
    if report is None:
        return redirect("clerk:report_text", queries.read_number(city, identifier))
    return HttpResponse(printed.write(report), content_type="text/plain; charset=utf-8")


@for_readers
@require_safe
def as_page(request: HttpRequest, city: City, identifier: str) -> HttpResponse:
    """Return the same report as a page that prints well."""
    report = _report(request, city, identifier)
    if report is None:
        return redirect("clerk:report_page", queries.read_number(city, identifier))
    context = {"report": report, "official": city.languages[0]}
    return render(request, "clerk/report.html", context)


@for_readers
@require_safe
def as_pdf(request: HttpRequest, city: City, identifier: str) -> HttpResponse:
    """Return the same report as a tagged PDF; making one takes a while, so few are made at once."""
    if found_or_404(city, identifier) is None:
        return redirect("clerk:report_pdf", queries.read_number(city, identifier))
    if refused := limits.too_many(request):
        return refused
    sheet = queries.report_sheet(city, identifier, on=_day(request, city))
    made = queries.paper(city, "report", sheet, at=timezone.now())
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_plain(identifier)}.pdf"'
    return response


def _plain(identifier: str) -> str:
    """Return a number as the name of a file on disk may have it."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", identifier)


def _report(request: HttpRequest, city: City, identifier: str) -> PrintedReport | None:
    found = found_or_404(city, identifier)
    if found is None:
        return None
    return queries.printed_report(city, identifier, on=_day(request, city))


def _day(request: HttpRequest, city: City) -> date:
    given = request.GET.get("on", "")
    try:
        return date.fromisoformat(given) if given else today_in(city)
    except ValueError as fault:
        raise Http404("no such day") from fault
