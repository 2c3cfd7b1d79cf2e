"""Entering what happened to a file: choose it, fill in its blanks, see the sentence, enter it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.act_forms import ActForm
from townline.clerk.choosing import choice_of
from townline.clerk.detail_forms import ReasonForm
from townline.clerk.introducing import FORMS, missing
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.queries import ActivityShown, DraftShown, FileShown
from townline.council.rules.vocabulary import ActionType
from townline.record.verbs import Actor


@for_clerks
@require_http_methods(FORMS)
def enter(request: HttpRequest, by: Actor, identifier: str, code: str) -> HttpResponse:
    """Enter an activity of one kind."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    kind = next((each for each in queries.offered_types(city) if each.code == code), None)
    if kind is None:
        raise Http404("no such kind of activity")
    papers = queries.documents(city, found.identifier, behind=True)
    desk = _Desk(request, by, city, found, f"enter:{code}")

    def form_of(sent: Any) -> ActForm:
        return ActForm(
            queries.grammar(city), kind, today=desk.today, seen=found.seq, papers=papers, sent=sent
        )

    def deed(form: ActForm, what: dict[str, Any]) -> int:
        documents = form.cleaned_data.get("documents", [])
        return actions.act_of_draft(**what, documents=documents)

    return desk.answer(form_of, deed, kind)


@for_clerks
@require_http_methods(FORMS)
def correct(request: HttpRequest, by: Actor, identifier: str, entry: int) -> HttpResponse:
    """Put another activity in the place of one that was entered."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    line = line_or_404(city, found, entry)
    types = {each.code: each for each in queries.offered_types(city)}
    kind = types.get(request.GET.get("kind", line.type))
    if kind is None:  # the city does not say that any more, or a template never fitted
        return redirect("clerk:case", found.identifier)
    version = line.activity.template if kind.code == line.type else ""
    desk = _Desk(request, by, city, found, f"correct:{entry}")

    def form_of(sent: Any) -> ActForm:
        return ActForm(
            queries.grammar(city), kind, version=version, today=desk.today, seen=found.seq,
            corrects=line, sent=sent,
        )  # fmt: skip

    def deed(form: ActForm, what: dict[str, Any]) -> int:
        reason = form.cleaned_data["reason"]
        return actions.correct_of_draft(**what, entry=entry, reason=reason)

    return desk.answer(
        form_of, deed, kind, line=line, choices=[choice_of(each) for each in types.values()]
    )


@for_clerks
@require_http_methods(FORMS)
def take_back(request: HttpRequest, by: Actor, identifier: str, entry: int) -> HttpResponse:
    """Say that an activity which was entered did not happen."""
    city = city_of(request)
    try:
        found = queries.file(city, identifier, behind=True)
    except queries.NoSuchFile:
        return missing(request, by, identifier)
    line, form = line_or_404(city, found, entry), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(
                city=city, identifier=identifier, entry=entry, by=by, at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except (actions.Refused, actions.NoSuchEntry) as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Taken back: %s") % line.printed)
            return redirect("clerk:case", identifier)
    return show(request, by, "clerk/take_back.html", form=form, file=found, line=line)


def line_or_404(city: City, found: FileShown, entry: int) -> ActivityShown:
    """Return an activity of a file that stands."""
    lines = queries.standing_activities(queries.history(city, found.identifier, behind=True))
    line = next((each for each in lines if each.seq == entry), None)
    if line is None:
        raise Http404("no such activity")
    return line


class _Desk:
    """One form on the desk: shown, kept as a draft, undone, or done."""

    def __init__(
        self, request: HttpRequest, by: Actor, city: City, found: FileShown, purpose: str
    ) -> None:
        self._request, self._by, self._city = request, by, city
        self._file, self._purpose = found, purpose
        self.today: date = timezone.now().astimezone(city.zone).date()

    def answer(
        self,
        form_of: Callable[[Any], ActForm],
        deed: Callable[[ActForm, dict[str, Any]], int],
        kind: ActionType,
        **context: Any,
    ) -> HttpResponse:
        """Return the page, or where to go after what was pressed."""
        sent, pressed = self._request.POST, self._request.POST.get("do", "show")
        if self._request.method != "POST":
            draft = self._draft()
            form = form_of(_sent_of(draft, self._file.seq) if draft else None)
            return self._page(_unjudged(form, form_of), form, kind, draft=draft, **context)
        form = form_of(sent)
        if pressed in ("keep", "undo", "away"):
            self._change_draft(pressed, form)
            return redirect(self._request.get_full_path())
        if pressed == "enter" and form.is_valid() and self._done(form, deed):
            messages.success(self._request, _("Entered: %s") % _sentence(form))
            return redirect("clerk:case", self._file.identifier)
        if self._request.headers.get("HX-Request"):
            return render(self._request, "clerk/sentence.html", {"pieces": form.pieces()})
        shown = form if pressed == "enter" else _unjudged(form, form_of)
        return self._page(shown, form, kind, draft=self._draft(), **context)

    def _page(
        self, form: ActForm, filled: ActForm, kind: ActionType, **context: Any
    ) -> HttpResponse:
        registry = form.grammar.registry
        names = {key: registry.names_on(self.today, kinds) for key, kinds in form.offered().items()}
        context |= {"form": form, "kind": kind, "label": choice_of(kind).label, "file": self._file}
        context |= {"pieces": filled.pieces(), "lists": form.lists(names)}
        status = 422 if form.is_bound else 200
        return show(self._request, self._by, "clerk/act.html", status=status, **context)

    def _draft(self) -> DraftShown | None:
        return queries.draft(self._city, self._file.identifier, self._purpose, self._by)

    def _change_draft(self, pressed: str, form: ActForm) -> None:
        what: dict[str, Any] = {
            "city": self._city, "identifier": self._file.identifier, "purpose": self._purpose,
            "by": self._by, "at": timezone.now(),
        }  # fmt: skip
        if pressed == "keep":
            actions.keep_draft(said=form.said(), **what)
            messages.success(self._request, _("Kept as a draft. Nobody but you sees it."))
        elif pressed == "undo":
            actions.undo_draft(**what)
        else:
            actions.throw_draft_away(**what)

    def _done(self, form: ActForm, deed: Callable[[ActForm, dict[str, Any]], int]) -> bool:
        said = form.cleaned_data
        what = {
            "city": self._city, "identifier": self._file.identifier, "activity": form.activity,
            "day": said["day"], "seen": said["seen"], "by": self._by, "at": timezone.now(),
        }  # fmt: skip
        try:
            deed(form, what)
        except actions.Refused as refusal:
            field = {"date": "day", "reason": "reason"}.get(refusal.part)
            form.add_error(field if field in form.fields else None, told(refusal))
        except (actions.Stale, actions.NoSuchEntry) as refusal:
            form.add_error(None, told(refusal))
            form.look_anew(self._file.seq)
        return not form.errors


def _sent_of(draft: DraftShown, seen: int) -> QueryDict:
    """Return a draft as if its form were sent again."""
    sent = QueryDict(mutable=True)
    for name, values in draft.said.items():
        sent.setlist(name, list(values))
    sent["seen"] = str(seen)
    return sent


def _unjudged(form: ActForm, form_of: Callable[[Any], ActForm]) -> ActForm:
    """Return what stands in a form, without its faults: what is not finished yet is none."""
    if not form.is_bound:
        return form
    fresh = form_of(None)
    fresh.initial = {name: form[name].value() for name in form.fields}
    return fresh


def _sentence(form: ActForm) -> str:
    return "".join(piece.text for piece in form.pieces())
