"""How much one connection may send: enough for a street's worth of reports, not for a flood."""

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from townline.contacts import queries as contacts
from townline.record.verbs import RESIDENT
from townline.staff import actions as staff

PER_MINUTE = 6.0
BURST = 20
STEPS_PER_MINUTE = 40.0
STEPS_BURST = 80
"""Going from step to step stores little, and files nothing."""

CHATS_PER_MINUTE = 2.0
CHATS_BURST = 8
"""A library or a school has one connection for many."""
SAID_PER_MINUTE = 20.0
"""Faster than anybody types for long."""


def wait_to_write(medium: str, address: str, *, about: str, an_hour: int, burst: int) -> int:
    """
    Return for how many seconds no message that somebody asked for may go to an address; 0 for none.

    The address is known to the limit by a keyed digest alone.

    :param about: what the message is about; each matter has a limit of its own
    """
    digest = contacts.digest_of(medium, address)
    wait = staff.admit(
        key=f"write:{digest.hex()[:32] if digest else ''}:{about}",
        per_minute=an_hour / 60,
        burst=burst,
        by=RESIDENT,
        at=timezone.now(),
    )
    return 0 if wait is None else max(1, ceil(wait.total_seconds()))


def too_many(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks to wait, or None where the form may go on."""
    return _asked_to_wait(request, "portal", PER_MINUTE, BURST)


def too_many_steps(request: HttpRequest) -> HttpResponse | None:
    """Return the same for going from one step of a form to another; photos count as sent."""
    if request.FILES:
        return too_many(request)
    return _asked_to_wait(request, "steps", STEPS_PER_MINUTE, STEPS_BURST)


def too_many_verdicts(request: HttpRequest) -> HttpResponse | None:
    """Return the same for saying whether answers helped."""
    return _asked_to_wait(request, "verdict", STEPS_PER_MINUTE, BURST)


def too_many_chats(request: HttpRequest) -> HttpResponse | None:
    """Return the same for beginning a chat."""
    return _asked_to_wait(request, "chat", CHATS_PER_MINUTE, CHATS_BURST)


def too_many_said(request: HttpRequest) -> HttpResponse | None:
    """Return the same for what is said in chats."""
    return _asked_to_wait(request, "said", SAID_PER_MINUTE, BURST)


def asks_too_often(request: HttpRequest) -> bool:
    """Return whether one connection looks for so much in vain that it is not counted any more."""
    return _wait_of(request, "unfound", PER_MINUTE, BURST) > 0


def opens_too_often(request: HttpRequest) -> bool:
    """Return whether one connection opens so many answers that it is not counted any more."""
    return _wait_of(request, "opened", PER_MINUTE, BURST) > 0


def _asked_to_wait(
    request: HttpRequest, what: str, per_minute: float, burst: int
) -> HttpResponse | None:
    wait_s = _wait_of(request, what, per_minute, burst)
    return wait_page(request, wait_s) if wait_s else None


def _wait_of(request: HttpRequest, what: str, per_minute: float, burst: int) -> int:
    wait = staff.admit(
        key=f"{what}:{request.META.get('REMOTE_ADDR', '')}",
        per_minute=per_minute,
        burst=burst,
        by=RESIDENT,
        at=timezone.now(),
    )
    return 0 if wait is None else max(1, ceil(wait.total_seconds()))


def wait_page(request: HttpRequest, wait_s: int) -> HttpResponse:
    """Return the page that asks to wait so many seconds."""
    response = render(request, "429.html", {"wait_s": wait_s}, status=429)
    response["Retry-After"] = str(wait_s)
    return response
