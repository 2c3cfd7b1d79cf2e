"""Files found by number, words and facets; and the council's first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk import wording
from townline.clerk.access import for_readers
from townline.clerk.consequences import owed_page
from townline.clerk.files import today_in
from townline.clerk.wording import Stand
from townline.council import queries
from townline.council.queries import FileShown, Found, Hit, NoSuchFile, NoSuchTopic
from townline.council.rules.numbers import NotANumber
from townline.council.rules.searching import MOST_WORDS, Wanted
from townline.council.rules.vocabulary import Body

SIZE = 20
"""Files on a page."""
DEEPEST = 50
"""Pages that can be leafed through: whoever looks further narrows the list."""
EXPIRES_SOON = timedelta(days=90)
"""How long before its last day a file is called about to expire."""
NEW = 8
"""Files that the first page shows of each kind."""
MEETINGS = 5
"""Meetings that the first page shows."""
SHOWN = 12
"""Values of a facet that are shown."""
LABELS: dict[str, str | Promise] = {
    "body": gettext_lazy("Committee or body"),
    "state": gettext_lazy("Where it stands"),
    "year": gettext_lazy("Year"),
    "district": gettext_lazy("Council district"),
    "member": gettext_lazy("Moved or seconded by"),
}
"""Facets in the order of the page."""


class FindForm(forms.Form):
    """What is looked for, as it stands in the address."""

    use_required_attribute = False

    words = forms.CharField(
        label=gettext_lazy("Number or words"), max_length=MOST_WORDS, required=False
    )
    body = forms.CharField(max_length=80, required=False)
    district = forms.CharField(max_length=20, required=False)
    year = forms.IntegerField(min_value=1800, max_value=2200, required=False)
    state = forms.CharField(max_length=40, required=False)
    member = forms.CharField(max_length=120, required=False)
    since = forms.DateField(
        label=gettext_lazy("Changed from"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Changed until"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    sort = forms.ChoiceField(required=False, choices=[("", ""), ("new", "")])
    page = forms.IntegerField(min_value=1, max_value=DEEPEST, required=False)

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        said = self.cleaned_data
        return Wanted(
            words=said["words"], body=said["body"], district=said["district"], year=said["year"],
            state=said["state"], member=said["member"], since=said["since"], until=said["until"],
            newest_first=said["sort"] == "new" or not said["words"].strip(),
        )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A file as lists show it."""

    hit: Hit
    stand: Stand
    pending: str
    """Names of the bodies that have it before them."""


@dataclass(frozen=True)
class Choice:
    """A value of a facet: its name, how many files have it, the address of the list with it."""

    name: str
    files: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """What the list can be narrowed by."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """One thing that the list is narrowed to, with the address of the list without it."""

    label: str
    value: str
    without: str


@for_readers
@require_safe
def home(request: HttpRequest, city: City) -> HttpResponse:
    """Show what is new, what comes next, what is about to expire."""
    today = today_in(city)
    lately = queries.changed_lately(city, most=NEW)
    soon = queries.files_due(city, "next_date", since=today, most=NEW)
    expiring = queries.files_due(
        city, "expires_date", since=today, until=today + EXPIRES_SOON, most=NEW
    )
    context = {
        "lately": [_line(each) for each in lately],
        "soon": [_line(each) for each in soon],
        "expiring": [_line(each) for each in expiring],
        "meetings": queries.meetings(city, since=today, most=MEETINGS, soonest_first=True),
        "official": city.languages[0],
        "example": lately[0].identifier if lately else "",
    }
    return render(request, "clerk/home.html", context)


def _line(found: FileShown) -> tuple[FileShown, Stand]:
    return found, wording.stand(found.state)


@for_readers
@require_safe
def find(request: HttpRequest, city: City) -> HttpResponse:
    """Find files; a number leads straight to its file."""
    form = FindForm(request.GET)
    if not form.is_valid():
        return render(request, "clerk/files.html", {"form": form}, status=422)
    wanted = form.wanted()
    if direct := _by_number(city, request.GET):
        return redirect("clerk:file", direct)
    page = form.cleaned_data["page"] or 1
    found = queries.search(city, wanted, limit=SIZE, offset=(page - 1) * SIZE)
    if found.total and not found.files and page > 1:  # the list has become shorter since
        last = _last_page(found)
        return redirect(f"{request.path}?{_query(request.GET, page=str(last) if last > 1 else '')}")
    return render(request, "clerk/files.html", _context(request.GET, city, form, found, page))


def _by_number(city: City, asked: QueryDict) -> str:
    """Return the file whose number alone was typed, and nothing else chosen; empty for none."""
    if any(value for name, value in asked.dict().items() if name != "words"):
        return ""
    text = asked.get("words", "").strip()
    try:
        plain = queries.read_number(city, text)
        queries.file(city, plain)
    except (NotANumber, NoSuchFile):
        return ""
    return plain


def _context(
    asked: QueryDict, city: City, form: FindForm, found: Found, page: int
) -> dict[str, Any]:
    bodies = {each.code: each for each in queries.vocabulary(city).bodies}
    last = _last_page(found)
    words = form.cleaned_data["words"].strip()
    return {
        "form": form,
        "found": found,
        "rows": [_row(hit, bodies) for hit in found.files],
        "facets": list(_facets(asked, found, bodies)),
        "chips": list(_chips(asked, form, bodies)),
        "newer": _query(asked, page=str(page - 1) if page > 2 else "") if page > 1 else None,
        "older": _query(asked, page=str(page + 1)) if page < last else None,
        "page": page,
        "last": last,
        "words": words,
        "by_change": _query(asked, sort="new", page=""),
        "by_fit": _query(asked, sort="", page=""),
        "topic": _topic(city, form, found.mended),
        "told_words": bool(words),
        "here": _query(asked, page="", sort=""),
        "kept": [
            (name, value)
            for name in FindForm.base_fields
            if name not in ("since", "until", "page") and (value := asked.get(name, ""))
        ],
        "official": city.languages[0],
    }


def _last_page(found: Found) -> int:
    return min(DEEPEST, -(-found.total // SIZE))


def _row(hit: Hit, bodies: dict[str, Body]) -> Row:
    names = [bodies[code].name for code in hit.pending if code in bodies]
    return Row(hit, wording.stand(hit.state), "; ".join(names))


def _topic(city: City, form: FindForm, mended: str) -> str:
    """
    Return what a daily letter can tell of where one thing alone is looked for; else nothing.

    :param mended: the words that were meant, where those that were typed are misspelt
    """
    chosen = {name: form.cleaned_data[name] for name in ("words", *LABELS)}
    chosen["words"] = mended or chosen["words"]
    given = [(name, str(value).strip()) for name, value in chosen.items() if value]
    if len(given) != 1 or form.cleaned_data["since"] or form.cleaned_data["until"]:
        return ""
    kind, value = given[0]
    if kind == "member":
        value = queries.names(city).find(value) or ""
    try:
        return queries.topic(city, f"council-{kind}:{value}").text
    except NoSuchTopic:  # a year or a state, or one that nobody can be told of
        return ""


def _facets(asked: QueryDict, found: Found, bodies: dict[str, Body]) -> Iterator[Facet]:
    for name, label in LABELS.items():
        chosen = asked.get(name, "")
        counts = list(found.facets.get(name, ()))
        if name == "year":
            counts.sort(key=lambda count: count.value, reverse=True)
        choices = tuple(
            Choice(
                name=_named(name, count.value, bodies),
                files=count.files,
                query=_query(
                    asked, page="", **{name: "" if count.value == chosen else count.value}
                ),
                chosen=count.value == chosen,
            )
            for count in counts[:SHOWN]
        )
        if choices:
            yield Facet(name, str(label), choices, bool(chosen))


def _chips(asked: QueryDict, form: FindForm, bodies: dict[str, Body]) -> Iterator[Chip]:
    for name, label in LABELS.items():
        if value := asked.get(name, ""):
            yield Chip(
                str(label), _named(name, value, bodies), _query(asked, page="", **{name: ""})
            )
    for name in ("since", "until"):
        if day := form.cleaned_data[name]:
            label = str(form.fields[name].label)
            yield Chip(label, wording.short_day(day), _query(asked, page="", **{name: ""}))


def _named(facet: str, value: str, bodies: dict[str, Body]) -> str:
    if facet == "body":
        return bodies[value].name if value in bodies else value
    if facet == "state":
        return wording.stand(value).words
    return _("District %(number)s") % {"number": value} if facet == "district" else value


def _query(asked: QueryDict, **changed: str) -> str:
    """Return the address of the same list with something else chosen."""
    kept = {name: asked.get(name, "") for name in FindForm.base_fields}
    return urlencode({name: value for name, value in (kept | changed).items() if value})


@for_readers
@require_safe
def owed(request: HttpRequest, city: City) -> HttpResponse:
    """List the reports that the Council asked for and has not got, the longest overdue first."""
    context = owed_page(city, request.GET.get("body", ""), behind=False)
    return render(request, "clerk/owed_public.html", context)
