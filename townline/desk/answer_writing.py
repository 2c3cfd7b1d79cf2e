"""Writing answers at the desk: by their parts, or as the text of a file of the city's folder."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.desk.access import TELLERS, city_of, for_staff, show
from townline.desk.answer_forms import AnswerForm, code_field
from townline.desk.answer_forms import begun as first_said
from townline.desk.answers import link_of
from townline.desk.wording import language_name
from townline.founding.queries import written
from townline.founding.rules.answer_print import Line, printed, text_of
from townline.founding.rules.faults import Fault, Severity
from townline.knowledge import actions, queries
from townline.knowledge.rules.answers import TAKEN, Article
from townline.knowledge.rules.grade import grade
from townline.record.verbs import Actor, NotAllowed
from townline.ui import markdown

BEGIN = """+++
question = {{ en = "" }}
owner = ""
reviewed = {day}
review_by = {later}

[[source]]
for = ""
title = ""
publisher = ""
year = {year}
address = ""
+++
"""
"""What a new answer begins with."""


class TextForm(forms.Form):
    """An answer as its files, one in each language."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, city: City, code: str, begun: dict[str, str]) -> None:
        super().__init__(data)
        self.code, self.paths = code, written.answer_paths(city, code or "new")
        if not code:
            self.fields["code"] = code_field()
        for language, path in zip(city.languages, self.paths, strict=True):
            self.fields[f"text_{language}"] = forms.CharField(
                label=language_name(language), required=language == city.languages[0],
                initial=begun.get(path, ""), strip=False,
                widget=forms.Textarea(attrs={"rows": 14, "lang": language, "spellcheck": "true"}),
            )  # fmt: skip
        self.fields["why"] = forms.CharField(label=_("What you changed"), max_length=300)
        self.languages = city.languages

    def texts(self, city: City, code: str) -> dict[str, str]:
        """Return the texts by the paths of their files."""
        paths = written.answer_paths(city, code)
        texts = [self.cleaned_data[f"text_{each}"].replace("\r\n", "\n") for each in self.languages]
        return {path: text for path, text in zip(paths, texts, strict=True) if text.strip()}


@for_staff(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, by: Actor, code: str = "") -> HttpResponse:
    """Take a new version of an answer down, or a new answer: by its parts, or as one text."""
    city = city_of(request)
    begun = _begun(city, code)
    article = written.written_answer(city, code, begun).article if code else None
    # What no form can show, a text can: a file that cannot be read.
    if request.GET.get("as") == "text" or (code and article is None):
        return _write_text(request, by, code, begun or _beginning(city))
    return _write_parts(request, by, code, article, begun)


def _write_parts(
    request: HttpRequest, by: Actor, code: str, article: Article | None, begun: dict[str, str]
) -> HttpResponse:
    city, do = city_of(request), request.POST.get("do", "keep")
    start = partial(AnswerForm, city=city, new=not code, sources=_count(request, article))
    if request.method != "POST":
        form = start(initial=first_said(article, _today(city)))
    elif do == "keep":
        form = start(request.POST)
        if form.is_valid() and (kept := _keep_parts(request, by, code, form)):
            return kept
    else:
        form = start(initial=_as_sent(request))
    return show(
        request, by, "desk/answer_fields.html", code=code, form=form,
        shown=_shown(form) if request.method == "POST" or code else [],
        commented=any(line.startswith("#") for text in begun.values() for line in _head(text)),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _count(request: HttpRequest, article: Article | None) -> int:
    """Return how many sources the form has room for: one more than there are."""
    said = request.POST.get("count", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        return len(article.sources) + 1 if article else 1
    return int(said) + (request.POST.get("do") == "more")


def _as_sent(request: HttpRequest) -> dict[str, Any]:
    several = ("services", "departments")
    return {
        name: request.POST.getlist(name) if name in several else request.POST[name]
        for name in request.POST
    }


def _shown(form: AnswerForm) -> list[tuple[str, str, Any, float | None]]:
    """Return each text as residents read it: language, its name, HTML, the grade that it asks."""
    texts = [(code, str(form[f"text_{code}"].value() or "")) for code in form.languages]
    return [
        (code, language_name(code), markdown.html(text, link_of), grade(markdown.plain(text), code))
        for code, text in texts
        if text.strip()
    ]


def _head(text: str) -> list[str]:
    return text.partition("\n+++")[0].splitlines()


def _keep_parts(
    request: HttpRequest, by: Actor, code: str, form: AnswerForm
) -> HttpResponse | None:
    """Keep what was filled in; None, with the faults at their fields, where it cannot be."""
    city, name = city_of(request), code or form.cleaned_data["code"]
    if not code and _is_taken(city, name):
        form.add_error("code", _("There is an answer of that name."))
        return None
    article = form.article(name)
    lines = printed(article, form.first)
    first, *others = written.answer_paths(city, name)
    files = {first: text_of(lines)} | {
        path: article.bodies[language]
        for path, language in zip(others, city.languages[1:], strict=True)
        if language in article.bodies
    }
    found = written.written_answer(city, name, files)
    for fault in found.faults:
        if fault.severity is Severity.ERROR:
            form.add_error(_field_of(fault, first, lines, form), f"{fault.what} {fault.remedy}")
    if form.errors or found.article is None:
        return None
    return _keep(request, by, found.article, files, form)


def _field_of(fault: Fault, first: str, lines: Sequence[Line], form: AnswerForm) -> str | None:
    """Return the field that a fault is of; None where it is of none."""
    if fault.file != first:
        return f"text_{fault.file.split('.')[-2]}"
    line = fault.line or 0
    part = lines[line - 1][0] if 0 < line <= len(lines) else ""
    if part.startswith("source_"):
        _source, number, key = part.split("_")
        part = f"source_{form.filled()[int(number)]}_{key}"
    return part if part in form.fields else None


def _keep(
    request: HttpRequest, by: Actor, article: Article, files: dict[str, str], form: forms.Form
) -> HttpResponse | None:
    """Keep a version; None, and the form says so, where it is not theirs to write."""
    try:
        actions.write_answer(
            city=city_of(request), article=article, files=files, by=by, at=timezone.now(),
            why=form.cleaned_data["why"],
        )  # fmt: skip
    except NotAllowed:
        fault = _("This answer belongs to another department. Ask somebody there.")
        form.add_error("owner" if "owner" in form.fields else None, fault)
        return None
    messages.success(request, _("Kept as a draft. Nothing is published yet."))
    return redirect("desk:answer_page", article.code)


def _write_text(request: HttpRequest, by: Actor, code: str, begun: dict[str, str]) -> HttpResponse:
    city = city_of(request)
    form = TextForm(request.POST or None, city=city, code=code, begun=begun)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        name = code or form.cleaned_data["code"]
        if not code and _is_taken(city, name):
            form.add_error("code", _("There is an answer of that name."))
        else:
            files = form.texts(city, name)
            found = written.written_answer(city, name, files)
            faults = found.faults
            errors = [each for each in faults if each.severity is Severity.ERROR]
            if found.article and not errors:
                kept = _keep(request, by, found.article, files, form)
                if kept:
                    return kept
    return show(
        request, by, "desk/answer_form.html", code=code, form=form, faults=faults,
        status=422 if form.errors or faults else 200,
    )  # fmt: skip


def _is_taken(city: City, code: str) -> bool:
    known = code in queries.articles(city) or bool(queries.versions(city.id, code=code))
    return code in TAKEN or known


def _today(city: City) -> date:
    return timezone.now().astimezone(city.zone).date()


def _beginning(city: City) -> dict[str, str]:
    today = _today(city)
    later = today + timedelta(days=180)
    first = written.answer_paths(city, "new")[0]
    return {first: BEGIN.format(day=today, later=later, year=today.year)}


def _begun(city: City, code: str) -> dict[str, str]:
    """Return the files that a new version goes on from; none of a new answer."""
    if not code:
        return {}
    versions = queries.versions(city.id, code=code)
    if versions:
        return dict(versions[0].files)
    found = written.answer_files(city, code)
    if not found:
        raise Http404(f"no answer {code}")
    return found
