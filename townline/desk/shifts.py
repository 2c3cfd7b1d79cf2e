"""When agents are to answer, day by day, and how they kept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions
from townline.contacts import queries as contacts
from townline.contacts.queries import Kept, OnDuty, ShiftShown
from townline.contacts.rules.shifts import BadShift
from townline.desk.access import city_of, for_staff, show
from townline.desk.board_shown import lasting
from townline.desk.led import is_in, led
from townline.desk.shift_forms import CopyForm, FileForm, ShiftForm, Unreadable
from townline.record.verbs import Actor, Role

LEADERS = (Role.SUPERVISOR, Role.ADMIN)
PAGE = 25
"""Agents whose adherence a page shows."""
LATE, HALF = 0.9, 0.5
"""From which share of a half-hour on it counts as kept, and as kept in part."""


@dataclass(frozen=True, kw_only=True)
class HalfHour:
    """A half-hour of a day, as the page shows it."""

    clock: str
    kind: str
    """``kept``, ``part``, ``missed``, ``extra`` or ``none``."""


@dataclass(frozen=True, kw_only=True)
class DayOf:
    """How an agent kept a day."""

    kept: Kept
    share: int | None
    planned: str
    there: str
    unplanned: str
    halves: tuple[HalfHour, ...]


@for_staff(Role.AGENT, *LEADERS)
@require_safe
def shifts(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the shifts of the week of a day, and how those of the day were kept."""
    return _page(request, by, _day(request, request.GET.get("day", "")))


def _page(
    request: HttpRequest, by: Actor, day: date, *, status: int = 200, **forms: Any
) -> HttpResponse:
    city, at = city_of(request), timezone.now()
    leads = bool(by.roles & set(LEADERS))
    own = _agents(city, by, leads=False)
    agents = list(dict.fromkeys([*_agents(city, by, leads), *own]))
    page = request.GET.get("page", "")
    first = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 0
    shown = agents[first * PAGE : (first + 1) * PAGE]
    monday = day - timedelta(days=day.weekday())
    planned = [
        each
        for each in contacts.shifts(city, monday, monday + timedelta(days=6))
        if each.agent in agents
    ]
    context: dict[str, Any] = {
        "shift_form": ShiftForm(agents=_labels(city, _agents(city, by, leads)), day=day),
        "copy_form": CopyForm(initial={"target": monday + timedelta(days=7)}),
        "file_form": FileForm(),
    }
    return show(
        request, by, "desk/shifts.html", status=status, day=day, leads=leads,
        days=[_row(city, each, at) for each in contacts.adherence(city, day, shown, at=at)],
        week=[
            (each, [(s, _clock(city, s)) for s in planned if _local(city, s).date() == each])
            for each in (monday + timedelta(days=n) for n in range(7))
        ],
        monday=monday, before=day - timedelta(days=1), after=day + timedelta(days=1),
        newer=f"?day={day}&page={first - 1}" if first else "",
        older=f"?day={day}&page={first + 1}" if len(agents) > (first + 1) * PAGE else "",
        **context | forms,
    )  # fmt: skip


def _day(request: HttpRequest, text: str) -> date:
    today = timezone.now().astimezone(city_of(request).zone).date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as fault:
        raise Http404("no such day") from fault
    if not 2000 <= day.year <= 2100:
        raise Http404("no such day")
    return day


def _every(city: City, by: Actor) -> Sequence[OnDuty]:
    known = contacts.contact_centre(city.edition_id).centres
    centres = [each for each in known if is_in(each.code, led(city, by))]
    return [each for centre in centres for each in contacts.on_duty(city, centre)]


def _agents(city: City, by: Actor, leads: bool) -> list[int]:
    """Return whom the reader may look at: those of the centres that they lead, or themselves."""
    if leads:
        return [each.id for each in _every(city, by)]
    me = contacts.agent_of_member(city.id, by.member_id)
    return [me.id] if me else []


def _labels(city: City, agents: Sequence[int]) -> dict[int, str]:
    found = contacts.labels_of(city.id, agents)
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def _clock(city: City, shift: ShiftShown) -> str:
    return f"{_local(city, shift):%H:%M}–{shift.ends_at.astimezone(city.zone):%H:%M}"


def _local(city: City, shift: ShiftShown) -> datetime:
    return shift.starts_at.astimezone(city.zone)


def _row(city: City, kept: Kept, at: datetime) -> DayOf:
    whole = kept.whole
    halves = tuple(
        HalfHour(clock=f"{each.at.astimezone(city.zone):%H:%M}", kind=_kind(each))
        for each in kept.intervals
        if each.planned or each.unplanned
    )
    return DayOf(
        kept=kept,
        share=None if whole.share is None else round(100 * whole.share),
        planned=lasting(whole.planned.total_seconds()),
        there=lasting(whole.kept.total_seconds()),
        unplanned=lasting(whole.unplanned.total_seconds()),
        halves=halves,
    )


def _kind(interval: Any) -> str:
    if interval.share is None:
        return "extra" if interval.unplanned else "none"
    if interval.share >= LATE:
        return "kept"
    return "part" if interval.share >= HALF else "missed"


@for_staff(*LEADERS)
@require_POST
def add(request: HttpRequest, by: Actor) -> HttpResponse:
    """Plan one shift."""
    city = city_of(request)
    form = ShiftForm(request.POST, agents=_labels(city, _agents(city, by, leads=True)))
    day = form.data.get("day", "")
    if form.is_valid():
        try:
            actions.put_shifts(city=city, shifts=[form.shift(city)], by=by, at=timezone.now())
        except BadShift as refusal:
            form.add_error(None, _why(refusal))
        else:
            messages.success(request, _("The shift is planned."))
            return redirect(f"{reverse('desk:shifts')}?day={form.cleaned_data['day']}")
    shown = _day(request, day) if form.cleaned_data.get("day") else _day(request, "")
    return _page(request, by, shown, status=422, shift_form=form)


def _why(refusal: BadShift) -> str:
    """Return why a shift cannot be, in the reader's language."""
    return {
        "A shift ends after it begins.": _("A shift ends after it begins."),
        "It lies over another shift of this agent.": _("It lies over another shift of this agent."),
        "It begins with another shift of this agent.": _(
            "It lies over another shift of this agent."
        ),
    }.get(str(refusal), _("A shift lasts 16 hours at most."))


@for_staff(*LEADERS)
@require_POST
def copy(request: HttpRequest, by: Actor) -> HttpResponse:
    """Plan the shifts of a week for another one."""
    city, form = city_of(request), CopyForm(request.POST)
    source = _day(request, request.POST.get("source", ""))
    source -= timedelta(days=source.weekday())
    if not form.is_valid():
        return _page(request, by, source, status=422, copy_form=form)
    target = _day(request, form.cleaned_data["target"].isoformat())
    target -= timedelta(days=target.weekday())
    made = actions.copy_week(city=city, source=source, target=target, by=by, at=timezone.now())
    words = ngettext("%(n)s shift was planned.", "%(n)s shifts were planned.", made) % {"n": made}
    messages.success(request, words)
    return redirect(f"{reverse('desk:shifts')}?day={target}")


@for_staff(*LEADERS)
@require_POST
def take_in(request: HttpRequest, by: Actor) -> HttpResponse:
    """Plan the shifts of a file, all or none."""
    city, form = city_of(request), FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            found = form.shifts(city, _labels(city, _agents(city, by, leads=True)))
            actions.put_shifts(city=city, shifts=found, by=by, at=timezone.now())
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        except BadShift as refusal:
            form.add_error("file", _why(refusal))
        else:
            made = len(found)
            words = ngettext("%(n)s shift was planned.", "%(n)s shifts were planned.", made)
            messages.success(request, words % {"n": made})
            first = min((each.starts_at for each in found), default=timezone.now())
            return redirect(f"{reverse('desk:shifts')}?day={first.astimezone(city.zone).date()}")
    return _page(request, by, _day(request, ""), status=422, file_form=form)


@for_staff(*LEADERS)
@require_POST
def remove(request: HttpRequest, by: Actor, shift: int) -> HttpResponse:
    """Remove a shift that was wrong."""
    try:
        actions.remove_shift(city=city_of(request), shift=shift, by=by, at=timezone.now())
    except contacts.NoSuchShift:
        messages.error(request, _("This shift was removed already."))
    else:
        messages.success(request, _("Removed."))
    day = _day(request, request.POST.get("day", ""))
    return redirect(f"{reverse('desk:shifts')}?day={day}")
