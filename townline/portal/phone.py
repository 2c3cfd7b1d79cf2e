"""The pages as an app on a phone: its manifest, its worker, and what works without a signal."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City

WORKER = Path(__file__).parent / "static" / "portal" / "worker.js"
FILES = (
    "vendor/uswds/css/uswds.min.css", "ui/townline.css", "ui/parts.css", "ui/dark.css",
    "portal/portal.css", "portal/report.css",
    "ui/start.js", "ui/map.js", "ui/questions.js", "vendor/idb-keyval/umd.js",
    "portal/outbox.js", "portal/app.js", "portal/photos.js", "portal/report.js", "portal/steps.js",
    "portal/waiting.js",
)  # fmt: skip
"""What a form needs that is opened without a signal."""
COLOUR, PAPER = "#0b5a5e", "#fbf9f5"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Return what a phone shows of the app: its name, its signs, where it starts."""
    city = _city(request)
    start = reverse("portal:home")
    icons = [
        {"src": static(f"portal/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    masked = {"src": static("portal/icon-masked-512.png"), "sizes": "512x512",
              "type": "image/png", "purpose": "maskable"}  # fmt: skip
    body = {
        "name": _("%(city)s: city services") % {"city": city.name},
        "short_name": city.name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": get_script_prefix(),
        "start_url": start,
        "scope": get_script_prefix(),
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": PAPER,
        "icons": [*icons, masked],
        "shortcuts": [
            {"name": _("Report or order"), "url": reverse("portal:choose")},
            {"name": _("Waiting to be sent"), "url": reverse("portal:waiting")},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@cache_control(public=True, no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker, with what it is to keep of this city and this version."""
    city = _city(request)
    spoken = [code for code, _name in settings.LANGUAGES if code in city.languages]
    code = WORKER.read_text(encoding="utf-8")
    kept = {
        "root": get_script_prefix(),
        "static": settings.STATIC_URL,
        "idb": static("vendor/idb-keyval/umd.js"),
        "outbox": static("portal/outbox.js"),
        "files": [static(name) for name in FILES],
        "pages": _pages(spoken or [settings.LANGUAGE_CODE]),
        "languages": [code for code in spoken if code != settings.LANGUAGE_CODE],
    }
    digest = hashlib.sha256((json.dumps(kept) + code).encode()).hexdigest()
    kept["version"] = f"{city.slug}-{digest[:12]}"
    text = f"const KEEP = {json.dumps(kept)};\n{code}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what this device has still to send; what that is, it alone knows."""
    return render(request, "portal/waiting.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show what a phone shows in place of a page that it cannot get."""
    return render(request, "portal/offline.html")


@require_safe
@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """Return the token that a form of this browser must carry, for one that is sent later."""
    return JsonResponse({"token": get_token(request)})


def _pages(languages: list[str]) -> list[str]:
    found = []
    for language in languages:
        with override(language):
            found += [reverse("portal:offline"), reverse("portal:waiting")]
    return found


def _city(request: HttpRequest) -> City:
    city: City = request.city  # type: ignore[attr-defined]
    return city
