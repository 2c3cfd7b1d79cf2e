"""How much one connection may send: enough for a street's worth of reports, not for a flood."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from townline.record.verbs import RESIDENT
from townline.staff import actions as staff

PER_MINUTE = 6.0
BURST = 20


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks to wait, or None where the form may go on."""
    wait = staff.admit(
        key=f"portal:{request.META.get('REMOTE_ADDR', '')}",
        per_minute=PER_MINUTE,
        burst=BURST,
        by=RESIDENT,
        at=timezone.now(),
    )
    if wait is None:
        return None
    wait_s = max(1, ceil(wait.total_seconds()))
    response = render(request, "429.html", {"wait_s": wait_s}, status=429)
    response["Retry-After"] = str(wait_s)
    return response
