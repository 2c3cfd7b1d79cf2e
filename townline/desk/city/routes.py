"""Who has the work of a service: its routes, changed, tried in another order, taken out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from townline.catalogue.rules.offers import Offer, Route
from townline.cities.rules.city import words_in
from townline.desk.city.board import Board, board_of, kept, on_board, page
from townline.desk.city.offers import offer_of
from townline.desk.city.tongues import Text, TonguesForm, lines_of, shown
from townline.founding import actions, queries
from townline.founding.rules.editing import NotThere
from townline.record.verbs import Actor


class RouteForm(TonguesForm):
    """A rule that names who has the work."""

    texts = (
        Text(
            key="because", label=gettext_lazy("Why, for the resident"), longest=500, required=True
        ),
    )
    department = forms.ChoiceField(label=gettext_lazy("Department"))
    crew = forms.CharField(label=gettext_lazy("Crew"), max_length=100, required=False)
    areas = forms.CharField(
        label=gettext_lazy("In one of these areas"), required=False,
        help_text=gettext_lazy("One a line, as council_district:13. Empty: anywhere."),
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Until, that day too"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, board: Board, offer: Offer, *sent: Any, before: Route | None) -> None:
        languages, language = board.draft.settings.languages, get_language() or ""
        super().__init__(
            *sent, languages=languages, initial=_shown(before, languages) if before else {}
        )
        self._before = before
        known = [
            (code, words_in(each.words, language))
            for code, each in board.draft.organisation.departments.items()
        ]
        if before and before.department not in dict(known):
            known.append((before.department, before.department))
        self.fields["department"].choices = known  # type: ignore[attr-defined]
        self.asked = [question for question in offer.questions if question.options]
        for question in self.asked:
            self.fields[f"answers_{question.code}"] = forms.MultipleChoiceField(
                label=words_in(question.words, language), required=False,
                choices=[(o.key, words_in(o.words, language)) for o in question.options],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def conditions(self) -> list[forms.BoundField]:
        """Return the fields that say to which answers it applies."""
        return [self[f"answers_{question.code}"] for question in self.asked]

    def route(self) -> Route:
        """Return the route as it was filled in; conditions without a field stay."""
        said, fielded = self.cleaned_data, {question.code for question in self.asked}
        answers = dict(self._before.answers) if self._before else {}
        answers = {code: kept for code, kept in answers.items() if code not in fielded}
        for code in (question.code for question in self.asked):
            if said[f"answers_{code}"]:
                answers[code] = tuple(said[f"answers_{code}"])
        return Route(
            department=said["department"], crew=said["crew"], areas=lines_of(said["areas"]),
            answers=answers, since=said["since"], until=said["until"],
            because=self.words("because"),
        )  # fmt: skip


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, by: Actor, service: str, place: int) -> HttpResponse:
    """Change a route."""
    board = board_of(request, by)
    offer = offer_of(board, service)
    if not 1 <= place <= len(offer.routes):
        raise NotThere(f"The service has no route {place}.")
    form = RouteForm(board, offer, request.POST or None, before=offer.routes[place - 1])
    if request.method == "POST" and form.is_valid():
        changed = actions.put_route(
            city=board.city, service=service, place=place, route=form.route(), by=by,
            at=timezone.now(),
        )  # fmt: skip
        kept(request, changed)
        return redirect("desk:city_route", service, place)
    if request.method != "POST":
        form.tell(queries.faults_of_route(board.draft, service, place), {})
    return _page(request, by, board, offer, form, place)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def new_route(request: HttpRequest, by: Actor, service: str) -> HttpResponse:
    """Add a route."""
    board = board_of(request, by)
    offer = offer_of(board, service)
    form = RouteForm(board, offer, request.POST or None, before=None)
    if request.method == "POST" and form.is_valid():
        changed = actions.add_route(
            city=board.city, service=service, route=form.route(), by=by, at=timezone.now()
        )
        kept(request, changed)
        return redirect("desk:city_route", service, len(offer.routes) + 1)
    return _page(request, by, board, offer, form, 0)


@on_board
@require_POST
def move_route(request: HttpRequest, by: Actor, service: str, place: int) -> HttpResponse:
    """Let a route be tried one place earlier or later, or take it out."""
    board = board_of(request, by)
    back = redirect(reverse("desk:city_service", args=[service]) + "#routes")
    if request.POST.get("seen") != str(board.seen):  # places may be others by now
        messages.error(request, _("The changes went on in another window. Look again below."))
        return back
    city, at = board.city, timezone.now()
    if request.POST.get("to") == "out":
        actions.remove_route(city=city, service=service, place=place, by=by, at=at)
        messages.success(request, _("Taken out. It holds until you publish."))
    else:
        places = 1 if request.POST.get("to") == "later" else -1
        actions.move_route(city=city, service=service, place=place, places=places, by=by, at=at)
    return back


def _page(
    request: HttpRequest, by: Actor, board: Board, offer: Offer, form: RouteForm, place: int
) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    name = words_in(offer.words, get_language() or "")
    return page(
        request, by, board, "route", status=status, form=form, offer=offer, place=place,
        service_name=name,
    )  # fmt: skip


def _shown(before: Route, languages: tuple[str, ...]) -> dict[str, Any]:
    """Return a route as the fields of its form show it."""
    return {
        **shown("because", before.because, languages),
        "department": before.department, "crew": before.crew, "areas": "\n".join(before.areas),
        "since": before.since, "until": before.until,
        **{f"answers_{code}": list(answers) for code, answers in before.answers.items()},
    }  # fmt: skip
