"""The first page: what can be done here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from townline.portal import choosing, listing

NEWEST = 5
"""How many recent requests the first page shows."""


def first(request: HttpRequest) -> HttpResponse:
    """Show what one can report, order, look up and find out."""
    city = request.city  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:200]
    at = timezone.now()
    return render(
        request,
        "portal/home.html",
        {
            "text": text,
            "found": choosing.found(city, text, at),
            "groups": choosing.groups(city, at),
            "recent": listing.newest(city, NEWEST, at),
        },
    )
