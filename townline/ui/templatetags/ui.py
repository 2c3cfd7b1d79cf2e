"""Page parts as template tags: they take plain values, query nothing and know no subject."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

TONES = {
    "new": "mail",
    "moving": "autorenew",
    "waiting": "help_outline",
    "done": "check_circle",
    "ended": "remove_circle",
}
"""How a status feels, with the sign that says so beside its words."""

ICONS = Path(__file__).resolve().parents[1] / "static/vendor/uswds/img/usa-icons"
DECORATION = SafeString('aria-hidden="true"')

CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "usa-textarea",
    forms.CheckboxSelectMultiple: "usa-checkbox__input",  # before what Django makes it a kind of
    forms.RadioSelect: "usa-radio__input",
    forms.CheckboxInput: "usa-checkbox__input",
    forms.Select: "usa-select",
    forms.FileInput: "plain-file",
    forms.NumberInput: "usa-input usa-input--short",
    forms.DateInput: "usa-input usa-input--short",
    forms.DateTimeInput: "usa-input usa-input--short",
    forms.widgets.Input: "usa-input",
}
"""The look of each widget; the first class that the widget is an instance of wins."""


def _zone(context: Context) -> Any:
    city = getattr(context.get("request"), "city", None)
    return city.zone if city else timezone.get_current_timezone()


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> SafeString | str:
    """Return a ``time`` element: weekday, date and time of day in the city's zone."""
    if at is None:
        return ""
    local = timezone.localtime(at, _zone(context))
    words = _("%(weekday)s, %(moment)s") % {
        "weekday": date_format(local, "l"),
        "moment": date_format(local, "DATETIME_FORMAT"),
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag(takes_context=True)
def day(context: Context, at: datetime | date | None) -> SafeString | str:
    """Return a ``time`` element: weekday and date, in the city's zone where ``at`` is a moment."""
    if at is None:
        return ""
    local = timezone.localtime(at, _zone(context)).date() if isinstance(at, datetime) else at
    words = _("%(weekday)s, %(moment)s") % {
        "weekday": date_format(local, "l"),
        "moment": date_format(local, "DATE_FORMAT"),
    }
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@register.simple_tag
def promised(promise: Any) -> str:
    """Return how long a promise gives (its ``amount`` of its ``unit``), in words."""
    amount = promise.amount
    words = {
        "hours": ngettext("%(n)s hour", "%(n)s hours", amount),
        "days": ngettext("%(n)s day", "%(n)s days", amount),
        "working_hours": ngettext("%(n)s working hour", "%(n)s working hours", amount),
        "working_days": ngettext("%(n)s working day", "%(n)s working days", amount),
    }
    return words[promise.unit] % {"n": amount}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Show a sign of the design system; without a label it is decoration and says nothing."""
    says = format_html('role="img" aria-label="{}"', label) if label else DECORATION
    return format_html(
        '<svg class="usa-icon" focusable="false" viewBox="0 0 24 24" {}>{}</svg>',
        says, _lines_of(name),
    )  # fmt: skip


@cache
def _lines_of(name: str) -> SafeString:
    """Return what the sign is drawn of: in the page itself, a sign costs no request."""
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return SafeString(drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")])


@register.inclusion_tag("ui/status.html")
def status(words: str, tone: str = "new") -> dict[str, str]:
    """Show a status: its words with a sign, never a colour alone. Tones are ``TONES``."""
    return {"words": words, "tone": tone, "icon": TONES[tone]}


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline(context: Context, lines: Iterable[Any]) -> dict[str, Any]:
    """Show what happened, oldest first: each line has ``at``, ``sentence``, ``by`` and ``text``."""
    return {"lines": lines, "request": context.get("request")}


@register.inclusion_tag("ui/map.html", takes_context=True)
def map_view(context: Context, **parts: Any) -> dict[str, Any]:
    """
    Show a map with one pin or many points; the text beside it must say the same without it.

    :param lat, lon: the pin; left out, the map opens on the city's centre without one
    :param label: what the map shows, for who cannot see it
    :param outlines: address of the GeoJSON drawn below the pin
    :param points: address of the GeoJSON of what is marked, which takes ``bbox`` and ``zoom``
    :param beside: address of the list beside the map, which takes ``bbox`` and follows it
    :param box: west, south, east, north: what the map opens on; ``area``: address of an outline
        that it opens on otherwise, drawn above the others
    :param picks: prefix of the ids of the two inputs that a click fills (``id_lat``, ``id_lon``)
    :param small: draw it small
    """
    city = getattr(context.get("request"), "city", None)
    centre = city.centre if city else (0.0, 0.0)
    return {
        **parts,
        "tiles": getattr(settings, "TOWNLINE_TILES", ""),
        "credit": getattr(settings, "TOWNLINE_TILES_CREDIT", ""),
        "centre_lat": centre[0],
        "centre_lon": centre[1],
    }


@register.simple_block_tag
def notice(content: str, kind: str = "note") -> SafeString:
    """Wrap a notice; ``kind`` is ``note``, ``good``, ``warn`` or ``bad``."""
    return format_html('<div class="notice notice--{}">{}</div>', kind, content)


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "search") -> SafeString:
    """Say that there is nothing here, and, in the block, what one can do."""
    return format_html('<div class="empty">{}<h2>{}</h2>{}</div>', icon(icon_name), title, content)


@register.simple_block_tag
def dialog(content: str, identity: str, title: str) -> SafeString:
    """
    Wrap a dialog, which a button or link with ``data-dialog`` of its id opens.

    Without scripts the link is followed instead: give it the address of a page that does the
    same. A button with ``data-close`` in it closes; the key Escape does so by itself.
    """
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>'
        "{2}</dialog>",
        identity, title, content,
    )  # fmt: skip


@register.inclusion_tag("ui/steps.html")
def steps(labels: Iterable[str], now: int, urls: Iterable[str] = ()) -> dict[str, Any]:
    """
    Show how far one has come: the names of the steps, the current one counted from 1.

    :param urls: addresses that lead back to a step, in the same order; empty where none does
    """
    names, back = list(labels), list(urls)
    states = ["complete" if n < now else "current" if n == now else "ahead"
              for n in range(1, len(names) + 1)]  # fmt: skip
    back += [""] * (len(names) - len(back))
    rows = [
        {"label": label, "url": url if state == "complete" else "", "state": state}
        for label, url, state in zip(names, back, states, strict=False)
    ]
    return {"steps": rows, "now": now, "label": names[now - 1]}


@register.inclusion_tag("ui/chip.html")
def chip(words: str, url: str = "", label: str = "") -> dict[str, str]:
    """Show what a list is narrowed to; ``url`` takes it away again, and ``label`` says so."""
    return {"words": words, "url": url, "label": label}


@register.inclusion_tag("ui/segments.html")
def segments(choices: Iterable[tuple[str, str, bool]], label: str) -> dict[str, Any]:
    """Show views of the same thing to choose from: words, address, and whether it is this one."""
    return {"choices": choices, "label": label}


@register.inclusion_tag("ui/pages.html")
def pages(newer: str = "", older: str = "", shown: str = "") -> dict[str, str]:
    """Show the way to the next and the last page of a list, where there are such."""
    return {"newer": newer, "older": older, "shown": shown}


@register.inclusion_tag("ui/sort_head.html")
def sort_head(label: str, url: str, order: str = "") -> dict[str, str]:
    """Show the head of a column that can be sorted by; ``order`` where it is now."""
    return {"label": label, "url": url, "order": order}


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, identity: str, label: str) -> dict[str, Any]:
    """Show how much of something is done, as a bar and in words."""
    return {"done": done, "total": total, "id": identity, "label": label}


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, optional: bool = True) -> dict[str, Any]:
    """Show a form field with label, hint and error; ``optional`` marks what may stay empty."""
    widget = bound.field.widget
    looks = next((look for kind, look in CLASSES.items() if isinstance(widget, kind)), "")
    widget.attrs["class"] = looks + (" usa-input--error" if bound.errors else "")
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return {
        "field": bound,
        "grouped": grouped,
        "single": isinstance(widget, forms.CheckboxInput),
        "kind": "checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio",
        "optional": optional and not bound.field.required,
        "described_by": bound.aria_describedby or "",
    }


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """Show all of a form's errors at the top of the page, each linked to its field."""
    faults = [("", "", text) for text in form.non_field_errors()]
    for bound in form:
        faults += [(_first_id(bound), str(bound.label), text) for text in bound.errors]
    return {"faults": faults}


def _first_id(bound: BoundField) -> str:
    """Return the id of what takes the focus: of a group, its first choice."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


@register.inclusion_tag("ui/languages.html", takes_context=True)
def language_chooser(context: Context) -> dict[str, Any]:
    """Show this page's address in each language that both the city and the installation speak."""
    now = translation.get_language()
    return {
        "choices": [
            {
                "code": code,
                "name": translation.get_language_info(code)["name_local"].capitalize(),
                "url": same_page(context.get("request"), code),
                "now": code == now,
            }
            for code in languages_of(context)
        ]
    }


def languages_of(context: Context) -> list[str]:
    """Return the languages that both the city of the page and the installation speak."""
    city = getattr(context.get("request"), "city", None)
    spoken = {code for code, _name in settings.LANGUAGES}
    return [code for code in city.languages if code in spoken] if city else []


def same_page(request: Any, language: str) -> str:
    """Return the address of the page being shown in another language, else that of its home."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return _home_in(language)
    with translation.override(language):
        try:
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return _home_in(language)
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
    return f"{path}?{query}" if query else path


def _home_in(language: str) -> str:
    return get_script_prefix() + ("" if language == settings.LANGUAGE_CODE else f"{language}/")


@register.simple_tag
def home() -> str:
    """Return the address of the city's first page in the page's language."""
    return _home_in(translation.get_language() or settings.LANGUAGE_CODE)


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context: Context, view_name: str, label: str) -> dict[str, Any]:
    """Show an entry of the menu, marked where it leads to this page or one below it."""
    url = reverse(view_name)
    path = getattr(context.get("request"), "path", "")
    return {"url": url, "label": label, "current": _current(path, url)}


@register.inclusion_tag("ui/nav_group.html", takes_context=True)
def nav_group(context: Context, label: str, pages: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Show entries of the menu that unfold from one word; a single entry stands for itself."""
    links = [nav_link(context, view_name, said) for view_name, said in pages]
    return {"label": label, "links": links, "current": any(each["current"] for each in links)}


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)")


@register.simple_tag(takes_context=True)
def answered(context: Context, value: str) -> SafeString | str:
    """Return an answer as people write it: a stored day or moment as one, all else as it is."""
    try:
        if ISO_DAY.fullmatch(value):
            return day(context, date.fromisoformat(value))
        if ISO_MOMENT.fullmatch(value):
            return moment(context, datetime.fromisoformat(value))
    except ValueError:
        return value
    return value


@register.filter
def grouped(n: int) -> str:
    """Return how many as people write it: with a sign between the thousands."""
    return number_format(n, force_grouping=True)


@register.filter
def number(text: str) -> SafeString:
    """Return a request's number so that its digits can be told apart, also inside a sentence."""
    return format_html('<span class="number">{}</span>', text)


@register.filter
def said(words: Mapping[str, str]) -> str:
    """Return a text kept in several languages in the page's one, else in the city's first."""
    language = translation.get_language() or ""
    for code in (language, language.split("-")[0]):
        if words.get(code):
            return words[code]
    return next(iter(words.values()), "")
