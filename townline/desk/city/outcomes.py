"""The ways in which requests end, with the words that residents read."""

from collections import Counter
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import words_in
from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.tongues import Text, TonguesForm, shown
from townline.founding import actions, queries
from townline.founding.rules.codes import CODE
from townline.founding.rules.editing import NotThere
from townline.record.verbs import Actor

KINDS = {
    "done": gettext_lazy("It was done"),
    "nothing_found": gettext_lazy("Nothing was found"),
    "not_done": gettext_lazy("It was not done"),
    "not_ours": gettext_lazy("It is not the city's"),
    "duplicate": gettext_lazy("It was reported already"),
    "cancelled": gettext_lazy("It was cancelled"),
}


class OutcomeForm(TonguesForm):
    """A way to end."""

    texts = (
        Text(
            key="words", label=gettext_lazy("What the resident reads"), longest=500, lines=2,
            required=True,
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("It means"), choices=list(KINDS.items()))
    evidence = forms.BooleanField(
        label=gettext_lazy("It takes a photo, a reading or a reference"), required=False
    )

    def outcome(self, code: str) -> Outcome:
        """Return the outcome as it was filled in."""
        said = self.cleaned_data
        return Outcome(
            code=code, kind=said["kind"], words=self.words("words"), evidence=said["evidence"]
        )


class NewOutcomeForm(OutcomeForm):
    """The same, with its code."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, validators=[RegexValidator(CODE)],
        help_text=gettext_lazy("For ever: past requests know how they ended by it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    field_order = ("code",)


@on_board
@require_safe
def outcomes(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the ways to end, with how many services have each."""
    board, language = board_of(request, by), get_language() or ""
    used = Counter(o.code for offer in board.draft.offers.values() for o in offer.outcomes)
    languages = board.draft.settings.languages
    rows = [
        {
            "outcome": each,
            "words": words_in(each.words, language),
            "kind": KINDS[each.kind],
            "services": used[each.code],
            "lacks": sum(not each.words.get(code) for code in languages),
        }
        for each in board.draft.outcomes.values()
    ]
    return page(request, by, board, "outcomes", rows=rows)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, by: Actor, outcome: str) -> HttpResponse:
    """Change a way to end."""
    board = board_of(request, by)
    before = board.draft.outcomes.get(outcome)
    if before is None:
        raise NotThere(f"There is no outcome {outcome!r}.")
    languages = board.draft.settings.languages
    said: dict[str, Any] = {"kind": before.kind, "evidence": before.evidence}
    said |= shown("words", before.words, languages)
    form = OutcomeForm(request.POST or None, languages=languages, initial=said)
    if request.method == "POST" and form.is_valid():
        changed = actions.put_outcome(
            city=board.city, outcome=form.outcome(outcome), by=by, at=timezone.now()
        )
        kept(request, changed)
        return redirect("desk:city_outcome", outcome)
    if request.method != "POST":
        form.tell(queries.faults_of_outcome(board.draft, outcome), {})
    return _page(request, by, board, form, before)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def new_outcome(request: HttpRequest, by: Actor) -> HttpResponse:
    """Add a way to end."""
    board = board_of(request, by)
    form = NewOutcomeForm(request.POST or None, languages=board.draft.settings.languages)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if code in board.draft.outcomes:
            form.add_error("code", _("Another outcome has this code. Choose another."))
        else:
            actions.put_outcome(
                city=board.city, outcome=form.outcome(code), by=by, at=timezone.now()
            )
            kept(request, changed=True)
            return redirect("desk:city_outcomes")
    return _page(request, by, board, form, None)


def _page(
    request: HttpRequest, by: Actor, board: Board, form: OutcomeForm, before: Outcome | None
) -> HttpResponse:
    services = [
        (offer.code, words_in(offer.words, get_language() or ""))
        for offer in board.draft.offers.values()
        if before and offer.outcome(before.code)
    ]
    status = 422 if form.is_bound and form.errors else 200
    return page(
        request, by, board, "outcome", status=status, form=form, before=before, services=services
    )
