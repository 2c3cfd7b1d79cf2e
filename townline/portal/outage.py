"""The page for a moment at which nothing can be stored: what was typed comes back with it."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import get_template

RETRY_AFTER_S = 5
PASSWORD = re.compile("pass", re.IGNORECASE)


def page(request: HttpRequest) -> HttpResponse:
    """
    Return the page, with 503 and all that the form held, to be sent again by one button.

    Asks nothing of the database. No page can give photos back; it asks for them again.
    """
    sent, files = _sent(request)
    context = {"request": request, "sent": sent, "files": files, "again": request.get_full_path()}
    return HttpResponse(
        get_template("503.html").render(context),
        status=503,
        headers={"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"},
    )


def _sent(request: HttpRequest) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the fields of the form with their values, and the names of its files; no password."""
    try:
        fields = [(name, str(value)) for name, found in request.POST.lists() for value in found]
    except (SuspiciousOperation, UnreadablePostError):
        return [], []
    if any(PASSWORD.search(name) for name, _ in fields):
        return [], []
    return fields, list(request.FILES)
