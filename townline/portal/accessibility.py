"""What residents may expect of these pages, whatever they read, hear or press with."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

CHECKED = date(2026, 11, 25)
"""When the statement was last gone through against the pages and their tests."""


def state(request: HttpRequest) -> HttpResponse:
    """Say what was aimed for, how it was tested, what falls short, and who can be told."""
    return render(request, "portal/accessibility.html", {"checked": CHECKED})
