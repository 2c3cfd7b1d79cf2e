"""Ladders of escalation: how far a request has climbed, and what waits to be read by somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.ladder import Step
from townline.desk import wording
from townline.desk.access import city_of, for_staff, show
from townline.desk.deeds import Case
from townline.desk.wording import Text
from townline.record.verbs import Actor
from townline.requests import queries as requests
from townline.requests.actions import escalate
from townline.requests.queries import EscalatedTo

PAGE = 25
WHOM: dict[str, Text] = {
    "assignee": _("whoever has it"),
    "supervisors": _("the supervisors"),
    "role:agent": _("the agents"),
    "role:worker": _("the workers"),
    "role:supervisor": _("the supervisors"),
    "role:analyst": _("the analysts"),
    "role:admin": _("the administrators"),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A step of the ladder that was told."""

    why: str
    whom: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A step that comes unless something happens before."""

    why: str
    whom: str
    by_email: bool
    at: datetime
    passed: bool
    """Whether its moment has come already, so that the next round tells it."""


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """How far a request has climbed."""

    told: tuple[Told, ...]
    coming: tuple[Coming, ...]
    still: bool


def ladder(case: Case) -> Ladder:
    """Return how far an opened request has climbed, and what comes next."""
    found = requests.climbed(case.city, case.found, at=case.at)
    told = (
        Told(
            why=_capital(one.why),
            whom=one.told or gettext("nobody, for there is nobody to tell"),
            at=one.told_at,
        )
        for one in found.told
    )
    coming = (
        Coming(
            why=_capital(one.why), whom=", ".join(_whom(one.step)), at=one.at,
            by_email="email" in one.step.by, passed=one.at <= case.at,
        )
        for one in found.coming
    )  # fmt: skip
    return Ladder(told=tuple(told), coming=tuple(coming), still=found.still)


def _whom(step: Step) -> Iterator[str]:
    for whom in step.tell:
        yield str(WHOM.get(whom, whom.removeprefix("address:")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Row:
    """Something that was escalated to the reader, as their list shows it."""

    one: EscalatedTo
    why: str
    status: Text
    tone: str


@for_staff()
@require_safe
def escalated(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what was escalated to the reader and not read yet, the newest first."""
    city, at = city_of(request), timezone.now()
    before = _key(request.GET.get("before", ""))
    found = requests.escalated_to(
        city, by, language=get_language() or "", at=at, before=before, limit=PAGE + 1
    )
    rows = [_row(one) for one in found[:PAGE]]
    following = rows[-1].one.mark if len(found) > PAGE else None
    return show(
        request, by, "desk/escalated.html", rows=rows, following=following, first=before is None
    )


def _row(one: EscalatedTo) -> Row:
    words, tone = wording.STATUSES[one.status]
    return Row(one=one, why=_capital(one.why), status=words, tone=tone)


def _key(text: str) -> int | None:
    """Return a key from an address; None where it is none, which begins at the start."""
    fine = text.isascii() and text.isdecimal() and 0 < len(text) <= 18
    return int(text) if fine and int(text) else None


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, by: Actor) -> HttpResponse:
    """Mark one escalation as read, or all of them."""
    if request.method == "POST":
        every = request.POST.get("every") == "yes"
        key = _key(request.POST.get("escalation", ""))
        if every or key is not None:
            number = escalate.mark_read(
                city=city_of(request), escalation_id=None if every else key, by=by,
                at=timezone.now(),
            )  # fmt: skip
            said = ngettext("%(n)s marked as read.", "%(n)s marked as read.", number)
            messages.success(request, said % {"n": number})
        else:
            messages.error(request, gettext("Nothing was chosen. Choose one, or all of them."))
    return redirect("desk:escalated")
