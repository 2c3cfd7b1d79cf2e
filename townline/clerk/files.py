"""The page of a council file, and the report that it prints."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk import course, wording
from townline.clerk.access import for_readers
from townline.council import queries
from townline.council.queries import BallotShown, FileShown, NoSuchFile, VoteShown
from townline.council.rules.imported import Reference
from townline.council.rules.numbers import NotANumber


class DaysForm(forms.Form):
    """On which day a file is looked at, and what the record knew by which day."""

    use_required_attribute = False

    as_of = forms.DateField(
        label=gettext_lazy("As of the day"), required=False,
        help_text=gettext_lazy("Lines with a later date do not count."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    known_on = forms.DateField(
        label=gettext_lazy("As it was known on"), required=False,
        help_text=gettext_lazy("What was entered later does not count."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Related:
    """Numbers under one label; those of files that we have lead to them."""

    label: str
    values: tuple[tuple[str, str], ...]
    """Each as written, with the title of the file where there is one."""


@for_readers
@require_safe
def look(request: HttpRequest, city: City, identifier: str) -> HttpResponse:
    """Show a file: how it stands and why, what happened, its papers."""
    found = found_or_404(city, identifier)
    if found is None:
        return redirect("clerk:file", queries.read_number(city, identifier))
    form = DaysForm(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "clerk/file.html", _context(city, found, form), status=422)
    return render(request, "clerk/file.html", _context(city, found, form))


def found_or_404(city: City, identifier: str) -> FileShown | None:
    """
    Return the public file of a number; None where the number is one, and written otherwise.

    :raises Http404: if there is none
    """
    try:
        return queries.file(city, identifier)
    except NoSuchFile as fault:
        try:
            plain = queries.read_number(city, identifier)
            if plain == identifier:
                raise Http404("no such file") from fault
            queries.file(city, plain)
        except (NotANumber, NoSuchFile) as second:
            raise Http404("no such file") from second
    return None


def today_in(city: City) -> date:
    """Return the day that it is in the city."""
    return timezone.now().astimezone(city.zone).date()


def _context(city: City, found: FileShown, form: DaysForm) -> dict[str, Any]:
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = today_in(city)
    as_of, known_on = chosen.get("as_of") or today, chosen.get("known_on") or date.max
    clock = queries.clock(city, found.identifier, as_of=as_of, known_on=known_on)
    lines = queries.history(
        city, found.identifier, as_of=as_of, known_on=known_on, file_id=found.id
    )
    family = [each for each in queries.family(city, found.number) if each.id != found.id]
    known, unknown = course.told(clock, lines, as_of)
    vocabulary = queries.vocabulary(city)
    return {
        "file": found,
        "form": form,
        "as_of": chosen.get("as_of"),
        "known_on": chosen.get("known_on"),
        "stand": wording.stand(clock.state.value),
        "why": wording.because(clock.state),
        "known": known,
        "unknown": unknown,
        "keys": course.keys(known),
        "axis": course.axis(clock, as_of),
        "stretches": course.stretches(clock, lines, vocabulary, city.languages[0]),
        "bodies": course.bodies(
            clock, lines, queries.bodies(city), queries.bodies_named(city).codes
        ),
        "votes": list(_votes(city, found.identifier, as_of)),
        "standing": {line.seq for line in lines if line.stands},
        "documents": queries.documents(city, found.identifier),
        "named_only": any(not paper.kept for line in lines for paper in line.documents),
        "family": family,
        "related": _related(city, found.details.references),
        "official": city.languages[0],
        "translated": not (get_language() or "").startswith(city.languages[0]),
    }


def _votes(
    city: City, identifier: str, as_of: date
) -> Iterator[tuple[VoteShown, list[tuple[str, tuple[BallotShown, ...]]]]]:
    """Yield the votes that were held by a day, with who voted how."""
    for vote in queries.votes_of(city, identifier):
        if vote.date <= as_of:
            yield vote, _said(vote)


def _said(vote: VoteShown) -> list[tuple[str, tuple[BallotShown, ...]]]:
    """Return who voted how, in the order of a page."""
    every = [(str(words), vote.of(option)) for option, words in wording.OPTIONS]
    return [(words, ballots) for words, ballots in every if ballots]


def _related(city: City, references: Iterable[Reference]) -> list[Related]:
    given = list(references)
    numbers = {value for each in given for value in each.values}
    titles = queries.files(city, numbers) if numbers else {}
    return [
        Related(
            label=each.label or _("Other numbers"),
            values=tuple(
                (value, titles[value].title if value in titles else "") for value in each.values
            ),
        )
        for each in given
    ]
