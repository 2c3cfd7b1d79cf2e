"""The desk of meetings: setting them, moving them, cancelling them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.meeting_forms import (
    CancelForm,
    ItemsForm,
    MeetingForm,
    PostForm,
    next_week,
    told,
)
from townline.clerk.meeting_words import KIND_WORDS, STATUS_WORDS, grouped_by_section, refusal
from townline.council import actions, queries
from townline.council.actions import MeetingStale, NotSo
from townline.council.queries import MeetingShown, NoSuchMeeting, VoteShown
from townline.council.rules.meetings import NotNow, NoWordFor, Status
from townline.council.rules.notice import notice
from townline.record.verbs import Actor

A_PAGE = 40
REFUSED = (NotSo, NotNow, NoWordFor, MeetingStale)


def found(city: City, code: str) -> MeetingShown:
    """Return a meeting for the desk, or answer that there is none."""
    try:
        return queries.meeting(city, code, behind=True)
    except NoSuchMeeting as fault:
        raise Http404(str(fault)) from fault


@for_clerks
@require_safe
def meetings(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the meetings to come, and those that were."""
    city = city_of(request)
    today = timezone.now().astimezone(city.zone).date()
    to_come = queries.meetings(city, since=today, behind=True, soonest_first=True, most=A_PAGE)
    past = queries.meetings(city, until=today, behind=True, most=A_PAGE)
    return show(
        request, by, "clerk/desk_meetings.html",
        to_come=to_come, past=past, kinds=KIND_WORDS, statuses=STATUS_WORDS,
    )  # fmt: skip


@for_clerks
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, by: Actor) -> HttpResponse:
    """Set a meeting."""
    city = city_of(request)
    form = MeetingForm(request.POST or None, city=city)
    if request.method == "POST" and form.is_valid():
        try:
            code = actions.make_meeting(city=city, said=form.said(), by=by, at=timezone.now())
        except REFUSED as fault:
            refusal(form, fault, {"starts_at": "day"})
        else:
            return redirect("clerk:desk_meeting", code)
    return show(request, by, "clerk/meeting_form.html", form=form, status=_code(form))


@for_clerks
@require_safe
def meeting(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Show a meeting with its agenda as it would be posted now."""
    city = city_of(request)
    known = found(city, meeting)
    if known.status == Status.OPEN:
        return redirect("clerk:meeting_run", meeting)
    items = queries.items(city, meeting)
    drafted = known.status in (Status.TENTATIVE, Status.CONFIRMED)
    ready, waiting = queries.ready_for(city, known.body, known.day) if drafted else ((), ())
    on_it = {each.item.file for each in items}
    return show(
        request, by, "clerk/desk_meeting.html",
        meeting=known,
        sections=grouped_by_section(city, items),
        drafted=drafted,
        ready=[each for each in ready if each.identifier not in on_it],
        waiting=[each for each in waiting if each.identifier not in on_it],
        notice=_notice(city, known),
        today=timezone.now().astimezone(city.zone).date(),
        votes=_votes(city, known),
        versions=queries.versions(city, meeting, behind=True),
        lines=queries.record_of_meeting(city, meeting),
        add=ItemsForm(city=city),
        post=PostForm(again=known.version > 0),
        kinds=KIND_WORDS, statuses=STATUS_WORDS,
    )  # fmt: skip


def _votes(city: City, known: MeetingShown) -> dict[int, list[VoteShown]]:
    """Return the votes of a meeting that was held, by the key of the item."""
    found: dict[int, list[VoteShown]] = {}
    if known.status == Status.HELD:
        for vote in queries.votes_at(city, known.code, behind=True):
            found.setdefault(vote.item or 0, []).append(vote)
    return found


def _notice(city: City, known: MeetingShown) -> Any:
    """Return what posting now would give, so that it is said beforehand."""
    return notice(
        known.kind, known.starts_at, timezone.now(), queries.council_settings(city).notice_hours
    )


@for_clerks
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Move a meeting, or say something else of it."""
    city = city_of(request)
    known = found(city, meeting)
    form = MeetingForm(request.POST or None, city=city, initial=told(known))
    form.fields["body"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_meeting(
                city=city, code=meeting, said=form.said(), by=by, at=timezone.now()
            )
        except REFUSED as fault:
            refusal(form, fault, {"starts_at": "day"})
        else:
            return redirect("clerk:desk_meeting", meeting)
    return show(
        request, by, "clerk/meeting_form.html", form=form, meeting=known, status=_code(form)
    )


@for_clerks
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Cancel a meeting, which continues every file of its agenda."""
    city = city_of(request)
    known = found(city, meeting)
    form = CancelForm(request.POST or None, initial={"to": next_week(known)})
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.cancel_meeting(
                city=city,
                code=meeting,
                to=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                by=by,
                at=timezone.now(),
            )
        except REFUSED as fault:
            refusal(form, fault, {})
        else:
            said = ngettext("{n} file was continued.", "{n} files were continued.", moved)
            messages.success(request, said.format(n=moved))
            return redirect("clerk:desk_meeting", meeting)
    return show(
        request, by, "clerk/meeting_end.html",
        form=form, meeting=known, files=_files(city, meeting), status=_code(form),
        heading=_("Cancel the meeting"), deed=_("Cancel the meeting and continue its items"),
    )  # fmt: skip


def _files(city: City, meeting: str) -> list[str]:
    return [each.item.file for each in queries.items(city, meeting) if each.item.file]


def _code(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
