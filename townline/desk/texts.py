"""The texts that staff begin from: those of the city's folder, and those that they keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.catalogue import actions, verbs
from townline.catalogue import queries as catalogue
from townline.catalogue.queries import KeptTextShown, NoSuchText
from townline.catalogue.rules import ready_texts
from townline.catalogue.rules.ready_texts import ReadyText, Unready
from townline.cities.rules.city import City, words_in
from townline.desk.access import city_of, for_staff, show
from townline.desk.forms import departments
from townline.desk.text_forms import DEEDS, EVERY, TextForm
from townline.desk.wording import Text, language_name
from townline.record.verbs import Actor, may

SAYS = {verb.code: verb.sentence for verb in verbs.ALL}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text in the list."""

    number: str
    """Empty for one of the folder's."""
    name: str
    words: str
    language: str
    uses: str
    services: str
    department: str
    languages: str
    own: bool
    """Whether the reader may change it."""


@for_staff()
@require_safe
def texts(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the texts that may be used, and those that were."""
    city = city_of(request)
    names = dict(departments(city))
    kept = [_kept_row(city, by, one, names) for one in catalogue.kept_texts(city)]
    known = catalogue.ready_texts(city.edition_id).values()
    return show(
        request,
        by,
        "desk/texts.html",
        kept=kept,
        ended=[_kept_row(city, by, one, names) for one in catalogue.kept_texts(city, ended=True)],
        folder=[_row(city, text, names) for text in known],
        writes=bool(verbs.KEEPERS & by.roles),
        fields=ready_texts.FIELDS,
    )


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, by: Actor) -> HttpResponse:
    """Keep a text for a department."""
    city = city_of(request)
    form = TextForm(city, by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_text(
                city=city, department=form.cleaned_data["department"], text=form.said(), by=by,
                at=timezone.now(),
            )  # fmt: skip
        except Unready as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The text can be used now."))
            return redirect("desk:texts")
    return _form_page(request, by, form)


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Show a kept text with its history, and take another wording of it."""
    city = city_of(request)
    kept = _found(city, number)
    own = may(by, verbs.TEXT_CHANGED, department=kept.department) and _whole(by, kept)
    form = TextForm(city, by, request.POST or None, kept=kept)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_text(
                city=city, number=number, text=form.said(), by=by, at=timezone.now(),
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except Unready as refusal:
            form.refuse(refusal)
        except actions.NoSuchText:
            form.add_error(None, _("This text is used no longer."))
        except actions.TextChanged:
            form.add_error(
                None, _("Somebody changed it meanwhile. Their wording is in the history below.")
            )
        else:
            messages.success(request, _("The new wording is used from now on."))
            return redirect("desk:text", number)
    return _form_page(request, by, form, kept=kept, own=own and kept.ended_at is None)


@for_staff()
@require_POST
def end(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Use a text no longer."""
    city = city_of(request)
    _found(city, number)
    try:
        actions.end_text(city=city, number=number, by=by, at=timezone.now())
    except actions.NoSuchText:
        messages.error(request, _("This text is used no longer."))
    else:
        messages.success(request, _("This text is used no longer."))
    return redirect("desk:texts")


def _form_page(
    request: HttpRequest,
    by: Actor,
    form: TextForm,
    *,
    kept: KeptTextShown | None = None,
    own: bool = True,
) -> HttpResponse:
    city = city_of(request)
    context: dict[str, Any] = {
        "form": form,
        "kept": kept,
        "own": own,
        "fields": ready_texts.FIELDS,
        "history": list(_history(city, kept)) if kept else [],
        "said": _said(kept.text) if kept else [],
    }
    status = 422 if form.errors else 200
    return show(request, by, "desk/text.html", status=status, **context)


def _found(city: City, number: str) -> KeptTextShown:
    try:
        return catalogue.kept_text(city, number)
    except NoSuchText:
        raise Http404("there is no such text") from None


def _whole(by: Actor, kept: KeptTextShown) -> bool:
    return bool(kept.department) or by.works_for("*")


def _history(city: City, kept: KeptTextShown) -> Iterator[dict[str, Any]]:
    for line in catalogue.text_history(city, kept.number):
        yield {
            "says": gettext(SAYS[line.verb]).format(name=line.name),
            "at": line.at,
            "by": line.by,
            "words": words_in(line.words, get_language() or "") if line.words else "",
        }


def _said(text: ReadyText) -> list[tuple[str, str, str]]:
    """Return language code, its name and the words, for each language of the text."""
    return [(code, language_name(code), words) for code, words in text.words.items()]


def _kept_row(city: City, by: Actor, one: KeptTextShown, names: dict[str, Text]) -> Row:
    own = may(by, verbs.TEXT_CHANGED, department=one.department) and _whole(by, one)
    whose = names.get(one.department, one.department) if one.department else EVERY[1]
    return _row(city, one.text, names, number=one.number, own=own, whose=str(whose))


def _row(
    city: City,
    text: ReadyText,
    names: dict[str, Text],
    *,
    number: str = "",
    own: bool = False,
    whose: str = "",
) -> Row:
    language = get_language() or ""
    offers = catalogue.offers(city.edition_id)
    called = [words_in(offers[c].words, language) if c in offers else c for c in text.services]
    words, spoken = ready_texts.in_language(text.words, language, city.languages)
    return Row(
        number=number,
        name=text.name,
        words=words,
        language=spoken,
        uses=", ".join(str(DEEDS[deed]) for deed in text.deeds),
        services=", ".join(called),
        department=whose or ", ".join(str(names.get(c, c)) for c in text.departments),
        languages=", ".join(language_name(code) for code in text.words),
        own=own,
    )
