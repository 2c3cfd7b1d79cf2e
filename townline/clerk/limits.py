"""How much one connection may send, and how often an address may be asked to confirm."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from townline.contacts import queries as contacts
from townline.record.verbs import RESIDENT
from townline.staff import actions as staff

PER_MINUTE = 3.0
BURST = 10
AN_HOUR = 1 / 60
"""How many letters a minute may ask one address to confirm: one an hour."""


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks to wait, or None where the form may go on."""
    wait = staff.admit(
        key=f"council:{request.META.get('REMOTE_ADDR', '')}", per_minute=PER_MINUTE, burst=BURST,
        by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    if wait is None:
        return None
    wait_s = max(1, ceil(wait.total_seconds()))
    response = render(request, "429.html", {"wait_s": wait_s}, status=429)
    response["Retry-After"] = str(wait_s)
    return response


def may_be_asked(address: str, *, about: str) -> bool:
    """Return whether an address may be asked once more; nobody is told that it may not."""
    digest = contacts.digest_of("email", address)
    wait = staff.admit(
        key=f"council:{digest.hex()[:32] if digest else ''}:{about}", per_minute=AN_HOUR, burst=1,
        by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    return wait is None
