"""How contacts were handled: some of each week are appraised; agents read and answer theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City, words_in
from townline.contacts import actions
from townline.contacts import queries as contacts
from townline.contacts.actions.appraising import LONGEST
from townline.contacts.queries import AppraisalShown
from townline.contacts.queries import recordings as taped
from townline.contacts.rules import quality
from townline.contacts.rules.looking import WhatFor
from townline.contacts.rules.quality import Handled, Mark, Question
from townline.desk.access import city_of, for_staff, show
from townline.desk.console.history import told
from townline.desk.led import is_in, led
from townline.desk.talk_lines import spoken
from townline.desk.wording import Text
from townline.record.verbs import Actor, Role

LEADERS = (Role.SUPERVISOR, Role.ADMIN)
PAGE = 25
MARKS: dict[Mark, Text] = {
    Mark.YES: gettext_lazy("Yes"),
    Mark.NO: gettext_lazy("No"),
    Mark.NOT_MEANT: gettext_lazy("Does not apply"),
}


class AppraisalForm(forms.Form):
    """How a contact was handled: a mark for each question."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, questions: Sequence[Question], former: AppraisalShown | None
    ) -> None:
        begun: dict[str, str] = {}
        if former is not None:
            begun = {code: str(mark) for code, mark in former.marks.items()}
            begun |= {"comment": former.comment}
        super().__init__(data, initial=begun)
        self.questions = questions
        for each in questions:
            self.fields[each.code] = forms.ChoiceField(
                label=words_in(each.words, get_language() or ""),
                choices=[(str(mark), words) for mark, words in MARKS.items()],
                widget=forms.RadioSelect,
                help_text=_("Counts %(n)s times.") % {"n": each.weight} if each.weight > 1 else "",
                error_messages={"required": _("Choose one.")},
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment"), required=False, max_length=LONGEST,
            help_text=_("The agent reads it. Write nothing that identifies the resident."),
            widget=forms.Textarea(attrs={"rows": 4}),
        )  # fmt: skip

    def marks(self) -> dict[str, Mark]:
        """Return what was chosen."""
        return {each.code: Mark(self.cleaned_data[each.code]) for each in self.questions}


class ReplyForm(forms.Form):
    """What an agent says to an appraisal."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("Your reply"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you want to say.")},
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Due:
    """A contact that is to be looked at, with its appraisal where there is one."""

    handled: Handled
    label: str
    done: AppraisalShown | None


@for_staff(Role.AGENT, *LEADERS)
@require_safe
def every(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what is to be looked at of a week; to agents, their own appraisals."""
    if not by.roles & set(LEADERS):
        return _own(request, by)
    city = city_of(request)
    today = timezone.now().astimezone(city.zone).date()
    week = request.GET.get("week", "") or quality.week_of(today)
    try:
        monday = quality.monday_of(week)
        found = _led(city, by, contacts.sampled(city, week))
    except (ValueError, OverflowError) as fault:
        raise Http404(f"no week {week[:20]!r}") from fault
    return show(
        request, by, "desk/quality.html", due=_due(city, week, found), monday=monday,
        sunday=monday + timedelta(days=6), week=week,
        older=quality.week_of(monday - timedelta(days=7)),
        newer=_newer(monday, today), each=quality.EACH,
        asked=bool(contacts.contact_centre(city.edition_id).quality),
    )  # fmt: skip


def _led(city: City, by: Actor, found: Sequence[Handled]) -> list[Handled]:
    """Return those that agents of the reader's centres handled."""
    centres = contacts.centres_of_agents(city.id, {one.agent for one in found})
    return [one for one in found if is_in(centres[one.agent], led(city, by))]


def _newer(monday: date, today: date) -> str:
    after = monday + timedelta(days=7)
    return quality.week_of(after) if after <= today else ""


def _due(city: City, week: str, found: Sequence[Handled]) -> list[Due]:
    done = {(each.agent, each.contact): each for each in contacts.appraisals(city.id, week=week)}
    labels = contacts.labels_of(city.id, {one.agent for one in found})
    rows = [
        Due(handled=one, label=labels[one.agent], done=done.get((one.agent, one.contact)))
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.label, row.handled))


def _own(request: HttpRequest, by: Actor) -> HttpResponse:
    city = city_of(request)
    me = contacts.agent_of_member(city.id, by.member_id)
    before = request.GET.get("before", "")
    key = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else 0
    rows = contacts.appraisals_of(city.id, me.id, before=key, most=PAGE + 1) if me else ()
    return show(
        request, by, "desk/quality_own.html", rows=rows[:PAGE],
        older=f"?before={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
    )  # fmt: skip


@for_staff(*LEADERS)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, by: Actor, week: str, agent: int, contact: int) -> HttpResponse:
    """Appraise a contact that is to be looked at, or correct its appraisal."""
    city, handled = city_of(request), Handled(agent, contact)
    questions = contacts.contact_centre(city.edition_id).quality
    try:
        sampled = _led(city, by, contacts.sampled(city, week))
    except (ValueError, OverflowError) as fault:
        raise Http404("no such week") from fault
    if handled not in sampled or not questions:
        raise Http404("this contact is not among those of the week")
    (due,) = _due(city, week, [handled])
    form = AppraisalForm(request.POST or None, questions=questions, former=due.done)
    if request.method == "POST" and form.is_valid():
        return _keep(request, by, week, due, form)
    now = timezone.now()
    actions.look(city=city, contacts=[contact], what_for=WhatFor.APPRAISING, by=by, at=now)
    return show(
        request, by, "desk/quality_fill.html", status=422 if form.errors else 200, form=form,
        due=due, week=week, entries=told(city, contacts.turn_of(city.id, contact)),
        sounds=[each for each in taped.recordings(city, contact=contact, centres=led(city, by))
                if each.ended_at][::-1],
        spoken=spoken(city, contact, request.GET, letters=Role.AGENT in by.roles),
    )  # fmt: skip


def _keep(
    request: HttpRequest, by: Actor, week: str, due: Due, form: AppraisalForm
) -> HttpResponse:
    found = actions.Found(
        week=week, handled=due.handled, marks=form.marks(), comment=form.cleaned_data["comment"]
    )
    try:
        actions.appraise(
            city=city_of(request), found=found, replaces=due.done.id if due.done else 0, by=by,
            at=timezone.now(),
        )  # fmt: skip
    except actions.AppraisedAlready:
        messages.error(request, _("Somebody else was faster. This is what they found."))
    else:
        messages.success(request, _("Kept. The agent can read it and reply."))
    return redirect(f"{reverse('desk:quality')}?week={week}")


@for_staff(Role.AGENT, *LEADERS)
@require_safe
def one(request: HttpRequest, by: Actor, appraisal: int) -> HttpResponse:
    """Show an appraisal: to who leads, and to whom it is about."""
    return _page(request, by, _found(request, by, appraisal), ReplyForm())


def _page(request: HttpRequest, by: Actor, found: AppraisalShown, form: ReplyForm) -> HttpResponse:
    me = contacts.agent_of_member(city_of(request).id, by.member_id)
    language = get_language() or ""
    return show(
        request, by, "desk/quality_one.html", status=422 if form.errors else 200, found=found,
        marks=[
            (words_in(each.words, language), MARKS[found.marks[each.code]], each.weight)
            for each in found.questions
        ],
        mine=me is not None and me.id == found.agent, form=form, leads=by.roles & set(LEADERS),
    )  # fmt: skip


def _found(request: HttpRequest, by: Actor, key: int) -> AppraisalShown:
    city = city_of(request)
    try:
        found = contacts.appraisal(city.id, key)
    except contacts.NoSuchAppraisal as fault:
        raise Http404(str(fault)) from fault
    me = contacts.agent_of_member(city.id, by.member_id)
    leads = bool(by.roles & set(LEADERS)) and is_in(
        contacts.centre_of_agent(city.id, found.agent), led(city, by)
    )
    if not leads and (me is None or me.id != found.agent):
        raise Http404(f"appraisal {key} is of somebody else")
    return found


@for_staff(Role.AGENT, *LEADERS)
@require_POST
def reply(request: HttpRequest, by: Actor, appraisal: int) -> HttpResponse:
    """Keep what an agent says to an appraisal of theirs."""
    found, form = _found(request, by, appraisal), ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, by, found, form)
    actions.reply(
        city=city_of(request), appraisal=found.id, text=form.cleaned_data["text"], by=by,
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Kept. Who leads your centre can read it."))
    return redirect("desk:quality_one", found.id)
