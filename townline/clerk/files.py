"""The page of a council file, and the report that it prints."""

from collections.abc import Sequence
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
from townline.clerk import course, follows, places, wording
from townline.clerk.access import for_readers
from townline.council import queries
from townline.council.queries import ActivityShown, BallotShown, FileShown, NoSuchFile, VoteShown
from townline.council.rules.clock import Clock
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
    votes = _votes(city, found.identifier, as_of, known_on)
    agendas = queries.on_agendas(city, found.id)
    clock = queries.clock_of(
        city, found, as_of, known_on=known_on, agendas=agendas,
        votes=[each.voted for each in votes if not each.voided],
    )  # fmt: skip
    papers = queries.documents(city, found.identifier)
    lines = queries.history(
        city, found.identifier, as_of=as_of, known_on=known_on, file_id=found.id,
        papered=bool(papers),
    )  # fmt: skip
    what = queries.follows(city, found, on=as_of, known_on=known_on, agendas=agendas)
    days = queries.council_settings(city).clock.ordinance_days
    return {
        "file": found,
        "form": form,
        "as_of": chosen.get("as_of"),
        "known_on": chosen.get("known_on"),
        "stretches": course.stretches(
            clock, lines, queries.vocabulary(city), city.languages[0],
            places.of_lines(city, lines, agendas, votes),
        ),
        "bodies": course.bodies(
            clock, lines, queries.bodies(city), queries.bodies_named(city).codes
        ),
        "votes": [(each, _said(each)) for each in votes],
        "standing": {line.seq for line in lines if line.stands},
        "documents": papers,
        "named_only": any(not paper.kept for line in lines for paper in line.documents),
        "official": city.languages[0],
        "translated": not (get_language() or "").startswith(city.languages[0]),
        **_stands(clock, lines, as_of),
        **follows.told(what, clock, papers, days),
        **_others(city, found),
    }  # fmt: skip


def _stands(clock: Clock, lines: Sequence[ActivityShown], as_of: date) -> dict[str, Any]:
    """Return how a file stands and why, and the days of its clock."""
    known, unknown = course.told(clock, lines, as_of)
    return {
        "stand": wording.stand(clock.state.value),
        "why": wording.because(clock.state),
        "known": known,
        "unknown": unknown,
        "keys": course.keys(known),
        "axis": course.axis(clock, as_of),
    }


def _votes(city: City, identifier: str, as_of: date, known_on: date) -> list[VoteShown]:
    """Return the votes that were held by a day, and known by another."""
    return [
        vote for vote in queries.votes_of(city, identifier)
        if vote.date <= as_of and vote.entered_at.date() <= known_on
    ]  # fmt: skip


def _said(vote: VoteShown) -> list[tuple[str, tuple[BallotShown, ...]]]:
    """Return who voted how, in the order of a page."""
    every = [(str(words), vote.of(option)) for option, words in wording.OPTIONS]
    return [(words, ballots) for words, ballots in every if ballots]


def _others(city: City, found: FileShown) -> dict[str, Any]:
    """Return the files of the same number, and the numbers that it is known by elsewhere."""
    given = found.details.references
    family, named = queries.kin(city, found, [value for each in given for value in each.values])
    return {
        "family": family,
        "related": [
            Related(
                label=each.label or _("Other numbers"),
                values=tuple(
                    (value, named[value].title if value in named else "") for value in each.values
                ),
            )
            for each in given
        ],
    }
