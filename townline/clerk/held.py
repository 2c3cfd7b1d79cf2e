"""The desk while a meeting is held: the roll, item after item, ballots, undo, and its end."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.meeting_forms import QuorumForm, next_week
from townline.clerk.meeting_words import OPTION_WORDS, refusal
from townline.clerk.meetings import REFUSED, found
from townline.clerk.outcomes import (
    Blank,
    blanks_of,
    exceptions_of,
    kinds_for,
    noted,
    parameters_of,
    sentence_of,
)
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.actions import Happened, NoQuorum
from townline.council.queries import ItemShown, MeetingShown
from townline.council.rules.ballots import TallyDisagrees, Unclear
from townline.council.rules.meetings import Status
from townline.council.rules.meetings import quorum as quorum_of
from townline.council.rules.running import Running, present
from townline.council.rules.vocabulary import ActionType
from townline.record.verbs import Actor

LONGEST_KEY = 19
"""Digits of the keys that there can be; what is longer is none."""
WRONG = (*REFUSED, TallyDisagrees, Unclear)


@for_clerks
@require_http_methods(["GET", "POST"])
def roll(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Call the roll: at the beginning, and again when somebody comes or goes."""
    city = city_of(request)
    known = found(city, meeting)
    sit = queries.members(city, known.body, known.day)
    state, _steps = queries.running(city, meeting)
    absent, fault, settings = state.absent, "", queries.council_settings(city)
    if request.method == "POST":
        absent = frozenset(who.code for who in sit) - set(request.POST.getlist("here"))
        deed = actions.note_roll if known.status == Status.OPEN else actions.open_meeting
        try:
            deed(city=city, code=meeting, absent=sorted(absent), by=by, at=timezone.now())
            return redirect("clerk:meeting_run", meeting)
        except (*WRONG, NoQuorum) as refused:
            fault = str(refused)
    return show(
        request, by, "clerk/meeting_roll.html",
        meeting=known, sit=sit, absent=absent, fault=fault, status=422 if fault else 200,
        quorum=quorum_of(settings, known.body == settings.council, len(sit)),
        begun=known.status == Status.OPEN,
    )  # fmt: skip


@for_clerks
@require_safe
def run(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Show a meeting that is held: what was noted, and the item that comes next."""
    city = city_of(request)
    known = _held(city, meeting)
    items = queries.items(city, meeting)
    chosen = _chosen(items, request.GET.getlist("item"))
    return _page(request, by, known, items, chosen, request.GET.get("type", ""))


@for_clerks
@require_POST
def note(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Note what happened to the chosen items, or show first how the sentence would read."""
    city = city_of(request)
    known = _held(city, meeting)
    items = queries.items(city, meeting)
    chosen = _chosen(items, request.POST.getlist("item"))
    code = request.POST.get("type", "")
    kind = next((each for each in kinds_for(city, known) if each.code == code), None)
    if kind is None or not chosen:
        messages.error(request, _("Choose items, and what happened to them."))
        return redirect("clerk:meeting_run", meeting)
    said = {name: request.POST.get(f"p-{name}", "") for name in _names(kind)}
    if "preview" in request.POST:
        return _page(request, by, known, items, chosen, code, said=said)
    try:
        happened = Happened(
            type=code,
            parameters=parameters_of(kind, said, known),
            voted="unvoted" not in request.POST,
            method="consent" if len(chosen) > 1 else request.POST.get("method", "roll_call"),
            exceptions=exceptions_of(request.POST),
            announced=request.POST.get("announced", ""),
        )
        actions.note_outcome(
            city=city, code=meeting, items=[each.item.key for each in chosen],
            happened=happened, by=by, at=timezone.now(),
        )  # fmt: skip
    except (*WRONG, ValueError) as fault:
        return _page(
            request, by, known, items, chosen, code, said=said, fault=told(fault), status=422
        )
    return redirect(f"{reverse('clerk:meeting_run', args=[meeting])}{_next(items, chosen)}")


@for_clerks
@require_POST
def clear(request: HttpRequest, by: Actor, meeting: str, key: int) -> HttpResponse:
    """Take back what was noted of one item, its vote with it; nothing of it is entered yet."""
    city = city_of(request)
    _held(city, meeting)
    try:
        actions.clear_outcome(city=city, code=meeting, item=key, by=by, at=timezone.now())
    except REFUSED as fault:
        messages.error(request, told(fault))
    else:
        messages.success(request, _("What was noted was taken back. It can be noted again."))
    return redirect(f"{reverse('clerk:meeting_run', args=[meeting])}?item={key}")


@for_clerks
@require_POST
def undo(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Take the last step back."""
    city = city_of(request)
    _held(city, meeting)
    try:
        taken = actions.undo_step(city=city, code=meeting, by=by, at=timezone.now())
    except REFUSED as fault:
        messages.error(request, told(fault))
    else:
        messages.success(
            request, _("The last step was taken back.") if taken else _("There is nothing to undo.")
        )
    return redirect("clerk:meeting_run", meeting)


@for_clerks
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """End the meeting, which enters everything that was noted."""
    city = city_of(request)
    known = _held(city, meeting)
    items = queries.items(city, meeting)
    if request.method == "POST":
        try:
            entered = actions.close_meeting(city=city, code=meeting, by=by, at=timezone.now())
        except (*WRONG, ValueError) as fault:
            messages.error(request, told(fault))
            return redirect("clerk:meeting_run", meeting)
        said = ngettext(
            "The meeting is closed. {n} item is entered.",
            "The meeting is closed. {n} items are entered.",
            entered,
        )
        messages.success(request, said.format(n=entered))
        return redirect("clerk:desk_meeting", meeting)
    state, _steps = queries.running(city, meeting)
    lines = noted(city, queries.members(city, known.body, known.day), items, state)
    return show(
        request, by, "clerk/meeting_close.html",
        meeting=known,
        lines=[each for each in lines if each.sentence],
        left=[each for each in lines if not each.sentence],
    )  # fmt: skip


@for_clerks
@require_http_methods(["GET", "POST"])
def quorum(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """End a meeting for want of a quorum, which continues every file of its agenda."""
    city = city_of(request)
    known = found(city, meeting)
    form = QuorumForm(request.POST or None, initial={"to": next_week(known)})
    if request.method == "POST" and form.is_valid():
        state, _steps = queries.running(city, meeting)
        try:
            moved = actions.lose_quorum(
                city=city, code=meeting, to=form.cleaned_data["to"],
                absent=tuple(sorted(state.absent)), by=by, at=timezone.now(),
            )  # fmt: skip
        except REFUSED as fault:
            refusal(form, fault, {})
        else:
            said = ngettext("{n} file was continued.", "{n} files were continued.", moved)
            messages.success(request, said.format(n=moved))
            return redirect("clerk:desk_meeting", meeting)
    files = [each.item.file for each in queries.items(city, meeting) if each.item.file]
    return show(
        request, by, "clerk/meeting_end.html",
        form=form, meeting=known, files=files, status=422 if form.errors else 200,
        heading=_("End the meeting for want of a quorum"),
        deed=_("End the meeting and continue its items"),
    )  # fmt: skip


def _page(
    request: HttpRequest,
    by: Actor,
    known: MeetingShown,
    items: Sequence[ItemShown],
    chosen: Sequence[ItemShown],
    code: str,
    *,
    said: dict[str, str] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    city = city_of(request)
    state, steps = queries.running(city, known.code)
    sit = queries.members(city, known.body, known.day)
    kinds = kinds_for(city, known)
    kind = next((each for each in kinds if each.code == code), None)
    blanks: tuple[Blank, ...] = blanks_of(city, kind, said or {}) if kind else ()
    exceptions = exceptions_of(request.POST) if request.method == "POST" else {}
    return show(
        request, by, "clerk/meeting_run.html",
        meeting=known,
        lines=noted(city, sit, items, state),
        chosen=chosen,
        together=_together(items, state),
        kinds=kinds,
        kind=kind,
        blanks=blanks,
        sentence=sentence_of(city, kind, said, known) if kind and said is not None else "",
        members=[(who, _ballot(who.code, exceptions, state)) for who in sit],
        options=OPTION_WORDS,
        here=present([who.code for who in sit], state.absent),
        sit=len(sit),
        undoable=sum(not step.undone for step in steps) > 1,
        fault=fault,
        announced=request.POST.get("announced", ""),
        query=urlencode([("item", each.item.key) for each in chosen]),
        status=status,
    )  # fmt: skip


def _ballot(code: str, exceptions: dict[str, Any], state: Running) -> str:
    if code in exceptions:
        return str(exceptions[code])
    return "absent" if code in state.absent else "yes"


def _together(items: Sequence[ItemShown], state: Running) -> list[int]:
    """Return the keys of the items that may still be voted on together."""
    return [e.item.key for e in items if e.item.consent and e.item.key not in state.outcomes]


def _chosen(items: Sequence[ItemShown], keys: Sequence[str]) -> list[ItemShown]:
    wanted = {int(key) for key in keys if key.isdecimal() and len(key) < LONGEST_KEY}
    return [each for each in items if each.item.key in wanted]


def _next(items: Sequence[ItemShown], chosen: Sequence[ItemShown]) -> str:
    """Return the query that leads to the item after those that were just noted."""
    if len(chosen) != 1:
        return ""
    at = next(n for n, each in enumerate(items) if each.item.key == chosen[0].item.key)
    return f"?item={items[at + 1].item.key}" if at + 1 < len(items) else ""


def _names(kind: ActionType) -> list[str]:
    return [each.name for each in kind.parameters]


def _held(city: City, code: str) -> MeetingShown:
    known = found(city, code)
    if known.status != Status.OPEN:
        raise Http404("The meeting is not being held now.")
    return known
