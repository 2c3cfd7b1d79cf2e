"""Parts of the frame around every page: its colours, its letters, its other languages."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.utils import translation
from django.utils.translation import to_locale

from townline.ui.templatetags.ui import languages_of, same_page

register = template.Library()

SCREENS: Mapping[str, str] = {
    "device": "screen and (prefers-color-scheme: dark)",
    "light": "not all",
    "dark": "screen",
}
"""Which screens the dark sheet is for, by what somebody chose; paper is always light."""
THEME_COOKIE = "theme"

FONTS: Mapping[str, str] = {
    "hy": "vendor/noto-sans-armenian/index.css",
    "ko": "vendor/noto-sans-kr/index.css",
    "zh-hans": "vendor/noto-sans-sc/index.css",
}
"""Sheets of letters by language, cut into slices of which a browser loads those it shows."""

LOCALE = Path(__file__).resolve().parents[1] / "locale"
REVIEWED = re.compile(r'^"X-Reviewed: (.*)\\n"$', re.MULTILINE)


@register.simple_tag(takes_context=True)
def appearance(context: Context) -> dict[str, str]:
    """Return what was ``chosen`` (device, light or dark), and the ``screens`` that are dark."""
    request: HttpRequest | None = context.get("request")
    kept = request.COOKIES.get(THEME_COOKIE, "") if request else ""
    chosen = kept if kept in SCREENS else "device"
    return {"chosen": chosen, "screens": SCREENS[chosen]}


@register.inclusion_tag("ui/language_fonts.html")
def language_fonts() -> dict[str, str]:
    """Link the letters that the page's language needs beyond the Latin ones."""
    return {"sheet": FONTS.get(translation.get_language() or "", "")}


@register.inclusion_tag("ui/other_languages.html", takes_context=True)
def other_languages(context: Context) -> dict[str, Any]:
    """Name this page in each of the city's languages, for search engines."""
    request: HttpRequest | None = context.get("request")
    match = request.resolver_match if request else None
    # The address of a reporter's own page is a secret, and is repeated nowhere.
    if request is None or match is None or "secret" in match.kwargs or request.method != "GET":
        return {"choices": []}
    choices = [
        {"code": code, "address": request.build_absolute_uri(same_page(request, code))}
        for code in languages_of(context)
    ]
    return {"choices": choices if len(choices) > 1 else []}


@register.inclusion_tag("ui/language_state.html", takes_context=True)
def language_state(context: Context) -> dict[str, Any]:
    """Say where the page's language has not been checked by a native speaker."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    city = getattr(context.get("request"), "city", None)
    return {"unreviewed": not reviewed(language), "phone": city.phone if city else ""}


@cache
def reviewed(language: str) -> bool:
    """Return whether the head of the language's file names a day and a reviewer."""
    if language == settings.LANGUAGE_CODE:
        return True
    path = LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"
    if not path.is_file():
        return False
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    found = REVIEWED.search(head)
    return found is not None and found[1].strip() not in {"", "no"}
