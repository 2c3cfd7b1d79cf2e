"""What is not published: looked at, tried, published with a reason, taken back, thrown away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.actions import NameTaken
from townline.desk.access import city_of
from townline.desk.city.board import Board, board_of, on_board, page
from townline.founding import actions, queries
from townline.founding.rules import difference
from townline.founding.rules.difference import Change, How
from townline.record.verbs import Actor
from townline.requests.queries import reroute
from townline.requests.rules import dry_run

TRIED = 5_000
"""On how many of the last requests routes are tried."""
SHOWN = 200
"""How many parts of a difference a page shows."""
PARTS = {
    "city": gettext_lazy("City"), "department": gettext_lazy("Department"),
    "calendar": gettext_lazy("Calendar"), "service": gettext_lazy("Service"),
    "suspension": gettext_lazy("Suspension"), "layer": gettext_lazy("Layer"),
    "area": gettext_lazy("Area"), "file": gettext_lazy("File"), "text": gettext_lazy("Ready text"),
    "partner": gettext_lazy("Partner"), "council": gettext_lazy("Council"),
    "body": gettext_lazy("Body of the council"), "action": gettext_lazy("Kind of activity"),
}  # fmt: skip
HOW = {
    How.ADDED: (gettext_lazy("New"), "done"),
    How.CHANGED: (gettext_lazy("Changed"), "moving"),
    How.REMOVED: (gettext_lazy("Taken out"), "ended"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of a difference, in words."""

    part: Any
    code: str
    how: Any
    tone: str
    fields: list[tuple[str, str, str]]


class PublishForm(forms.Form):
    """Why, and what was looked at."""

    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500,
        help_text=gettext_lazy("A sentence that stands beside the edition for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@on_board
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what would change and what is wrong with it, and publish it."""
    board = board_of(request, by)
    form = PublishForm(request.POST or None, initial={"seen": board.seen})
    made = _published(request, by, board, form) if form.is_valid() else None
    if made:
        return made
    if form.is_bound:  # what they read now is what they have seen
        form.data = {"reason": form["reason"].value(), "seen": board.seen}
    base = board.revision.base.id if board.revision else board.city.edition_id
    found = difference.between(queries.of_edition(board.city.slug, base), board.draft)
    return page(
        request, by, board, "changes", status=422 if form.is_bound else 200, form=form,
        lines=lines_of(found), more=max(len(found) - SHOWN, 0), errors=board.draft.errors[:SHOWN],
        routes_touched=any(_touches_routes(change) for change in found),
        others=queries.others(board.city, by),
    )  # fmt: skip


@on_board
@require_safe
def tried(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show where the last requests would go by the changed routes; nothing is changed."""
    board = board_of(request, by)
    past = reroute.past(board.city, limit=TRIED)
    run = dry_run.run(board.draft.offers, past)
    return page(
        request, by, board, "tried", run=run, moves=run.moves()[:SHOWN], most=TRIED,
        not_offered=dict(run.not_offered),
        unused=[rule for rule in run.unused() if rule.requests][:SHOWN],
    )  # fmt: skip


@on_board
@require_POST
def take_back(request: HttpRequest, by: Actor) -> HttpResponse:
    """Take the last step back."""

    def deed(seen: int) -> str:
        what = actions.take_back(city=city_of(request), seen=seen, by=by, at=timezone.now())
        return _("Taken back: %(what)s") % {"what": what}

    return _done(request, deed)


@on_board
@require_POST
def throw_away(request: HttpRequest, by: Actor) -> HttpResponse:
    """End the changes without publishing them."""

    def deed(seen: int) -> str:
        actions.throw_away(city=city_of(request), seen=seen, by=by, at=timezone.now())
        return _("Thrown away. Everything is as residents see it.")

    return _done(request, deed)


@on_board
@require_POST
def bring_up(request: HttpRequest, by: Actor) -> HttpResponse:
    """Put one's changes on top of what others published meanwhile."""
    drop = tuple(request.POST.getlist("drop"))
    try:
        actions.bring_up(city=city_of(request), drop=drop, by=by, at=timezone.now())
    except actions.NothingBegun:
        messages.info(request, _("You have no changes that are not published."))
    except actions.Clash as clash:
        board = board_of(request, by)
        return page(request, by, board, "clash", status=409, paths=clash.paths)
    else:
        messages.success(request, _("Your changes now stand on the newest edition. Look again."))
    return redirect("desk:city_changes")


def lines_of(found: Sequence[Change]) -> list[Line]:
    """Return a difference in words, as much of it as a page shows."""
    return [
        Line(
            part=PARTS.get(change.part, change.part), code=change.code, how=HOW[change.how][0],
            tone=HOW[change.how][1],
            fields=[
                (path, _value(before), _value(after))
                for path, (before, after) in change.fields.items()
            ],
        )
        for change in found[:SHOWN]
    ]  # fmt: skip


def _published(
    request: HttpRequest, by: Actor, board: Board, form: PublishForm
) -> HttpResponse | None:
    """Publish, or say on the form why not."""
    said = form.cleaned_data
    try:
        made = actions.publish(
            city=board.city, reason=said["reason"], seen=said["seen"], by=by, at=timezone.now()
        )
    except actions.NothingBegun:
        form.add_error(None, _("You have no changes that are not published."))
    except actions.SeenAnother:
        form.add_error(None, _("The changes went on in another window. Look again below."))
    except actions.Behind:
        form.add_error(None, _("Somebody published another edition. Take it in first."))
    except actions.Faulty as faulty:
        _name_faults(form, board, faulty)
    except actions.SameAsInForce:
        form.add_error(None, _("Nothing would be other than it is."))
    except NameTaken as taken:
        form.add_error(None, str(taken))
    else:
        messages.success(request, _("Published as edition %(n)s.") % {"n": made.edition})
        return redirect("desk:city_edition", made.edition)
    return None


def _name_faults(form: PublishForm, board: Board, faulty: actions.Faulty) -> None:
    """Say what is wrong; what only the city's record shows is not among the faults below."""
    form.add_error(None, _("Put right what is wrong first; it is listed below."))
    for fault in faulty.errors:
        if fault not in board.draft.errors:
            form.add_error(None, str(fault))


def _done(request: HttpRequest, deed: Callable[[int], str]) -> HttpResponse:
    """Do something to the revision as it was seen, and say what came of it."""
    said = request.POST.get("seen", "")
    seen = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
    try:
        messages.success(request, deed(seen))
    except actions.NothingBegun:
        messages.info(request, _("You have no changes that are not published."))
    except actions.SeenAnother:
        messages.error(request, _("The changes went on in another window. Look again below."))
    return redirect("desk:city_changes")


def _touches_routes(change: Change) -> bool:
    if change.part in ("layer", "area"):
        return True
    return change.part == "service" and (
        change.how is not How.CHANGED
        or any(path.startswith(("routes", "department")) for path in change.fields)
    )


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
