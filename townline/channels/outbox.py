"""The outbox of a demonstration: every message that it owes, without any provider."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.contacts import queries
from townline.contacts.queries import Copied

PAGE = 20
OWN_STYLE = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
}
"""A letter brings its style along, as mail programs want it; nothing else of it is let in."""
STATES: dict[str, tuple[Any, str]] = {
    "waiting": (_("Waiting"), "new"),
    "kept_back": (_("Kept back for now"), "waiting"),
    "trying": (_("To be tried again"), "moving"),
    "sent": (_("Sent"), "done"),
    "delivered": (_("Arrived"), "done"),
    "returned": (_("Came back"), "ended"),
    "given_up": (_("Not sent"), "ended"),
    "withdrawn": (_("Taken back"), "ended"),
}
"""Where a message stands, in words and tone."""
MEDIA = {"email": _("E-mail"), "sms": _("Text message")}
LANGUAGES = {
    "en": "English", "es": "Español", "ko": "한국어", "hy": "Հայերեն", "zh-hans": "简体中文",
}  # fmt: skip


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the messages of a demonstration, the newest first."""
    city = _demo(request)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) <= 18):
        raise Http404("there is no such page of the outbox")
    found = queries.copies(city.id, before=int(before) if before else None, most=PAGE + 1)
    context = {
        "messages_owed": [_shown(one) for one in found[:PAGE]],
        "next": found[PAGE - 1].told.id if len(found) > PAGE else None,
        "later": bool(before),
    }
    return render(request, "channels/outbox.html", context)


@csp_override(OWN_STYLE)
@never_cache
@require_safe
def letter(request: HttpRequest, notice: int) -> HttpResponse:
    """Show a letter of a demonstration as a mail program would."""
    city = _demo(request)
    found = queries.copy_of(city.id, notice) if notice < 2**63 else None
    if found is None or not found.html:
        raise Http404("there is no such letter")
    return HttpResponse(found.html)


def _demo(request: HttpRequest) -> City:
    """
    Return the city, if it is a demonstration.

    :raises Http404: if it is not: its messages are for those alone to whom they go
    """
    city: City = request.city  # type: ignore[attr-defined]
    if not city.demo:
        raise Http404("only a demonstration has an outbox")
    return city


def _shown(copied: Copied) -> dict[str, Any]:
    state, tone = STATES[copied.told.state]
    return {
        "told": copied.told,
        "subject": copied.subject,
        "text": copied.text,
        "has_html": bool(copied.html),
        "code": copied.language,
        "language": LANGUAGES.get(copied.language, copied.language),
        "medium": MEDIA[copied.told.medium],
        "state": state,
        "tone": tone,
    }
