"""What those who lead a centre do: move contacts, direct queues, put agents aside."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City, words_in
from townline.contacts import actions
from townline.contacts import queries as contacts
from townline.contacts.rules import directives
from townline.contacts.rules.centres import Centre, Line
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.directives import Directed, Kind
from townline.desk.access import JUDGES, city_of, for_staff, show
from townline.desk.board_shown import STATUSES, hours_words, lasting, midnight
from townline.desk.supervising_forms import AnnouncementForm, HoursForm, MoveForm
from townline.desk.wording import language_name
from townline.hours import Span, WorkingWeek
from townline.record.verbs import Actor, Role

LEADERS = (Role.SUPERVISOR, Role.ADMIN)
MOST = 100
"""How many of those who wait a page shows."""


@dataclass(frozen=True)
class Led:
    """A queue, as who leads it looks at it at a moment."""

    city: City
    centre: Centre
    line: Line
    at: datetime

    @cached_property
    def week(self) -> WorkingWeek:
        """Return its working week."""
        return contacts.week_of_queue(self.city, self.line.code)

    @cached_property
    def said(self) -> tuple[Directed, ...]:
        """Return what was directed of it, the last first."""
        return contacts.directives_of(self.city.id, self.centre.code, queue=self.line.code, most=30)

    @cached_property
    def hours(self) -> tuple[Span, ...]:
        """Return its hours today."""
        day = self.at.astimezone(self.city.zone).date()
        return directives.hours_of(self.week, self.said, day)

    @cached_property
    def waiting(self) -> tuple[contacts.Waiter, ...]:
        """Return who waits in it."""
        return contacts.waiters(self.city, self.line.code, most=MOST)

    def others(self) -> list[tuple[str, str]]:
        """Return the other queues of its medium, with their names."""
        language = get_language() or ""
        known = contacts.contact_centre(self.city.edition_id)
        return [
            (line.code, f"{words_in(line.words, language)} ({words_in(centre.words, language)})")
            for centre in known.centres
            for line in centre.queues
            if line.medium is self.line.medium and line.code != self.line.code
        ]


def _led(request: HttpRequest, queue: str) -> Led:
    city = city_of(request)
    for centre in contacts.contact_centre(city.edition_id).centres:
        for line in centre.queues:
            if line.code == queue:
                return Led(city, centre, line, timezone.now())
    raise Http404(f"no queue {queue}")


@for_staff(*JUDGES)
@require_safe
def queue(request: HttpRequest, by: Actor, queue: str) -> HttpResponse:
    """Show who waits in a queue, its hours today, and what was directed of it."""
    return _page(request, by, _led(request, queue))


def _page(
    request: HttpRequest, by: Actor, led: Led, *, status: int = 200, **forms: Any
) -> HttpResponse:
    waiting = [
        (each, language_name(each.language), lasting((led.at - each.since).total_seconds()))
        for each in led.waiting
    ]
    context = {
        "hours_form": HoursForm(spans=led.hours),
        "announcement_form": AnnouncementForm(city=led.city, at=led.at),
        "move_form": MoveForm(waiting=[each.id for each in led.waiting], queues=led.others()),
    }
    return show(
        request, by, "desk/wallboard_queue.html", status=status, line=led.line,
        name=words_in(led.line.words, get_language() or ""),
        open=directives.open_at(led.week, led.said, led.at), hours=hours_words(led.hours),
        waiting=waiting,
        more=len(led.waiting) == MOST, said=[_told(each, led.at) for each in led.said],
        leads=_leads(by, led.centre), **context | forms,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DirectedShown:
    """What was directed, in words."""

    said: Directed
    words: str
    texts: tuple[tuple[str, str], ...]
    """An announcement: language and text."""
    stands: bool


def _told(said: Directed, at: datetime) -> DirectedShown:
    what = said.directive
    words = {
        Kind.HOURS: _hours_words(what),
        Kind.ANNOUNCEMENT: _("Announcement"),
        Kind.BREAK: _("%(name)s put on a break") % {"name": said.agent},
        Kind.OUT: _("%(name)s logged out") % {"name": said.agent},
    }[what.kind]
    undoable = what.kind in (Kind.HOURS, Kind.ANNOUNCEMENT)
    return DirectedShown(
        said=said, words=words, texts=tuple(what.words.items()),
        stands=undoable and said.stands(at),
    )  # fmt: skip


def _hours_words(what: directives.Directive) -> str:
    if what.opens is None or what.closes is None:
        return _("Closed all day")
    opens, _dash, closes = hours_words([(what.opens, what.closes)]).partition("–")
    return _("Open from %(opens)s to %(closes)s") % {"opens": opens, "closes": closes}


def _leads(by: Actor, centre: Centre) -> bool:
    return bool(by.roles & set(LEADERS)) and by.works_for(centre.department)


@for_staff(*LEADERS)
@require_POST
def move(request: HttpRequest, by: Actor, queue: str) -> HttpResponse:
    """Let some of those who wait do so in another queue."""
    led = _led(request, queue)
    form = MoveForm(
        request.POST, waiting=[each.id for each in led.waiting], queues=led.others()
    )  # fmt: skip
    if not form.is_valid():
        return _page(request, by, led, status=422, move_form=form)
    target = contacts.contact_centre(led.city.edition_id).queues[form.cleaned_data["queue"]]
    moved = sum(_moved(led, key, target, by) for key in form.cleaned_data["contacts"])
    words = ngettext("%(n)s contact was moved.", "%(n)s contacts were moved.", moved) % {"n": moved}
    messages.success(request, words)
    if moved < len(form.cleaned_data["contacts"]):
        messages.error(request, _("The others do not wait here any more."))
    return redirect("desk:wallboard_queue", queue)


def _moved(led: Led, key: int, target: Any, by: Actor) -> bool:
    try:
        actions.reassign(city=led.city, contact=key, queue=target, by=by, at=led.at)
    except NotNow:
        return False
    return True


@for_staff(*LEADERS)
@require_POST
def hours(request: HttpRequest, by: Actor, queue: str) -> HttpResponse:
    """Let a queue have other hours today."""
    led = _led(request, queue)
    form = HoursForm(request.POST, spans=led.hours)
    if not form.is_valid():
        return _page(request, by, led, status=422, hours_form=form)
    day = led.at.astimezone(led.city.zone).date()
    wanted = form.directive(queue, day, led.week)
    actions.direct(city=led.city, centre=led.centre, directive=wanted, by=by, at=led.at)
    messages.success(request, _("Saved. It holds from now on, until the day ends."))
    return redirect("desk:wallboard_queue", queue)


@for_staff(*LEADERS)
@require_POST
def announce(request: HttpRequest, by: Actor, queue: str) -> HttpResponse:
    """Let those who come to a queue be told something."""
    led = _led(request, queue)
    form = AnnouncementForm(request.POST, city=led.city, at=led.at)
    if not form.is_valid():
        return _page(request, by, led, status=422, announcement_form=form)
    wanted = form.directive(queue)
    actions.direct(city=led.city, centre=led.centre, directive=wanted, by=by, at=led.at)
    messages.success(request, _("Saved. Whoever comes to the queue from now on is told."))
    return redirect("desk:wallboard_queue", queue)


@for_staff(*LEADERS)
@require_POST
def undo(request: HttpRequest, by: Actor, queue: str) -> HttpResponse:
    """Take back what was directed of a queue."""
    led = _led(request, queue)
    key = request.POST.get("directive", "")
    try:
        actions.take_back_directive(
            city=led.city, centre=led.centre, directive=int(key) if key.isdecimal() else 0,
            by=by, at=led.at,
        )  # fmt: skip
    except contacts.NoSuchDirective:
        messages.error(request, _("That was taken back already."))
    else:
        messages.success(request, _("Taken back. What held before holds again."))
    return redirect("desk:wallboard_queue", queue)


@for_staff(*JUDGES)
@require_safe
def agent(request: HttpRequest, by: Actor, agent: int) -> HttpResponse:
    """Show what an agent said of themselves today, and what a supervisor can do."""
    city, at = city_of(request), timezone.now()
    centre, who = _agent(city, agent)
    lines = contacts.statuses(city.id, [agent], since=midnight(city, at), at=at)
    ends = [*(each.at for each in lines[1:]), at]
    return show(
        request, by, "desk/wallboard_agent.html", who=who, centre=centre,
        name=words_in(centre.words, get_language() or ""),
        spoken=", ".join(map(language_name, who.languages)), said=STATUSES[who.status],
        lines=[
            (max(each.at, midnight(city, at)), *STATUSES[each.status],
             lasting((end - max(each.at, midnight(city, at))).total_seconds()))
            for each, end in zip(lines, ends, strict=True)
        ],
        leads=_leads(by, centre),
    )  # fmt: skip


@for_staff(*LEADERS)
@require_POST
def aside(request: HttpRequest, by: Actor, agent: int) -> HttpResponse:
    """Put an agent on a break, or log out one who left."""
    city, at = city_of(request), timezone.now()
    centre, who = _agent(city, agent)
    kind = Kind.OUT if request.POST.get("aside") == "out" else Kind.BREAK
    actions.put_aside(city=city, centre=centre, agent=agent, kind=kind, by=by, at=at)
    words = (
        _("%(name)s is logged out. What they had waits again at the head of its queue.")
        if kind is Kind.OUT
        else _("%(name)s is on a break. What they have in hand stays with them.")
    )
    messages.success(request, words % {"name": who.label})
    return redirect("desk:wallboard_agent", agent)


def _agent(city: City, key: int) -> tuple[Centre, contacts.OnDuty]:
    known = contacts.contact_centre(city.edition_id).centres
    try:
        code = contacts.centre_of_agent(city.id, key)
    except contacts.NoSuchAgent as fault:
        raise Http404(str(fault)) from fault
    centre = next((each for each in known if each.code == code), None)
    if centre is None:
        raise Http404(f"the centre {code} is not there any more")
    return centre, next(each for each in contacts.on_duty(city, centre) if each.id == key)
