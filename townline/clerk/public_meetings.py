"""Meetings for everyone: when they are, what they take up, what came of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk.access import for_readers
from townline.clerk.meeting_words import (
    CHANGE_WORDS,
    KIND_WORDS,
    METHOD_WORDS,
    OPTION_WORDS,
    POSITION_WORDS,
    RESULT_WORDS,
    STATUS_WORDS,
    SectionShown,
    grouped_by_section,
)
from townline.council import queries
from townline.council.queries import MeetingShown, NoSuchMeeting, VersionShown
from townline.council.rules import agendas

A_PAGE = 30


@for_readers
@require_safe
def meetings(request: HttpRequest, city: City) -> HttpResponse:
    """List the meetings to come, and those that were, the latest first; of one body where asked."""
    today = timezone.now().astimezone(city.zone).date()
    body = request.GET.get("body", "")
    known = queries.bodies(city)
    if body and body not in known:
        raise Http404("There is no such body.")
    before = _mark(request.GET.get("before", ""))
    to_come = (
        () if before
        else queries.meetings(city, body=body, since=today, soonest_first=True, most=A_PAGE)
    )  # fmt: skip
    past = queries.meetings(city, body=body, until=today, before=before, most=A_PAGE + 1)
    shown = past[:A_PAGE]
    older = f"{shown[-1].starts_at.isoformat()},{shown[-1].id}" if len(past) > A_PAGE else ""
    return render(
        request, "clerk/meetings.html",
        {
            "to_come": to_come, "past": shown, "older": older, "body": known.get(body),
            "kinds": KIND_WORDS, "statuses": STATUS_WORDS,
        },
    )  # fmt: skip


@for_readers
@require_safe
def meeting(request: HttpRequest, city: City, meeting: str) -> HttpResponse:
    """Show a meeting: its agenda as posted last, its proof, and what came of each item."""
    known = public_or_404(city, meeting)
    versions = queries.versions(city, meeting)
    votes = {each.item: each for each in queries.votes_at(city, meeting) if each.item}
    newest = versions[0] if versions else None
    names = {who.code: who.name for who in queries.people(city)}
    return render(
        request, "clerk/meeting.html",
        {
            "meeting": known,
            "newest": newest,
            "versions": versions,
            "sections": _sections(city, newest) if newest else (),
            "votes": votes,
            "present": [names.get(code, code) for code in known.present],
            "absent": [names.get(code, code) for code in known.absent],
            "cancelled": _why_not(city, known),
            "bodies": _named(city, newest),
            **_words(),
        },
    )  # fmt: skip


@for_readers
@require_safe
def agenda(request: HttpRequest, city: City, meeting: str, version: int) -> HttpResponse:
    """Show an agenda as it was posted, and what is different from the one before."""
    known = public_or_404(city, meeting)
    versions = {each.version: each for each in queries.versions(city, meeting)}
    this = versions.get(version)
    if this is None:
        raise Http404("There is no such version of the agenda.")
    return render(
        request, "clerk/agenda.html",
        {
            "meeting": known,
            "this": this,
            "newest": max(versions) == version,
            "sections": _sections(city, this),
            "changes": _changes(versions.get(version - 1), this),
            "bodies": _named(city, this),
            **_words(),
        },
    )  # fmt: skip


def _sections(city: City, version: VersionShown) -> tuple[SectionShown, ...]:
    return grouped_by_section(city, version.agenda.items, version.agenda.headings)


def _named(city: City, version: VersionShown | None) -> dict[str, str]:
    """Return the names of bodies by code, where an item says what one of them thinks."""
    if version is None or not any(item.statements for item in version.agenda.items):
        return {}
    return {code: each.name for code, each in queries.bodies(city).items()}


def _changes(before: VersionShown | None, this: VersionShown) -> tuple[agendas.Difference, ...]:
    return agendas.differences(before.agenda, this.agenda) if before else ()


def public_or_404(city: City, code: str) -> MeetingShown:
    """Return a meeting that everyone may know of, or answer that there is none."""
    try:
        return queries.meeting(city, code)
    except NoSuchMeeting as fault:
        raise Http404(str(fault)) from fault


def _why_not(city: City, known: MeetingShown) -> dict[str, Any]:
    """Return why a meeting did not take place, and to which day its items went."""
    if known.status not in ("cancelled", "adjourned_no_quorum"):
        return {}
    lines = queries.record_of_meeting(city, known.code)
    data = lines[0].data if lines else {}
    return {"reason": data.get("reason", ""), "to": data.get("to", "")}


def _mark(text: str) -> tuple[Any, int] | None:
    """Return where a page begins, or None where the text names no place."""
    at, _, key = text.partition(",")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not key.isdecimal():
        return None
    return moment, int(key[:18])


def _words() -> dict[str, Any]:
    return {
        "kinds": KIND_WORDS,
        "statuses": STATUS_WORDS,
        "options": OPTION_WORDS,
        "methods": METHOD_WORDS,
        "results": RESULT_WORDS,
        "changes_words": CHANGE_WORDS,
        "positions": POSITION_WORDS,
    }
