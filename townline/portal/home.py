"""The first page: what can be done here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from townline.council import queries as council
from townline.portal import answers, call, choosing, listing

NEWEST = 5
"""How many recent requests the first page shows."""
MOST_ASKED = 6
"""How many services one step leads to."""


def first(request: HttpRequest) -> HttpResponse:
    """Show what one can report, order, look up and find out."""
    city = request.city  # type: ignore[attr-defined]
    text = choosing.words_of(request)
    at = timezone.now()
    findings = choosing.find(city, text, at) if text else None
    return render(
        request,
        "portal/home.html",
        {
            "text": text,
            "findings": findings,
            "beside": answers.beside(request, findings, at) if findings else None,
            "questions": answers.most_asked(request, at),
            "most_asked": choosing.most_asked(city, at, most=MOST_ASKED),
            "groups": choosing.groups(city, at),
            "calls": bool(call.queues_of(city)),
            "council": council.has_council(city),
            "recent": listing.newest(city, NEWEST, at),
        },
    )
