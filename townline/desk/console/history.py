"""The whole story of a contact, and the contacts that an agent had."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions, queries, verbs
from townline.contacts.queries import EntryShown, TurnShown
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.noting import UnknownDisposition
from townline.desk.access import city_of, for_staff, show
from townline.desk.console import agreeing, hand
from townline.desk.console.legs import queue_names, stretches
from townline.desk.console.seek import key_of
from townline.desk.led import is_in, led
from townline.desk.talk_lines import spoken
from townline.desk.wording import Text, language_name
from townline.knowledge import queries as knowledge
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests

PAGE = 25


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, by: Actor, contact: int) -> HttpResponse:
    """Show everything about a contact; correct how it ended."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    found = _found(city, by, contact, agent.id if agent else None)
    if request.method == "POST":
        return _correct(request, by, contact)
    here, now = get_language() or "", timezone.now()
    reach = actions.see_details(city=city, contact=contact, by=by, at=now)
    on = now.astimezone(city.zone).date()
    known = {code: each.question for code, each in knowledge.shown(city, here, on).items()}
    return show(
        request, by, "desk/console/story.html", found=found,
        spoken=spoken(city, contact, request.GET, letters=Role.AGENT in by.roles),
        held=hand.worded(city, queries.answered_of(city.id, [contact], most=1)[0]),
        stretches=stretches(city, found, now), notes=queries.notes_of(contact),
        reach=reach, agreed=agreeing.said(city, contact), endings=hand.endings(city),
        handled=requests.handled_in(city, contact, by, language=here),
        given=[(known.get(each.code, each.code), each) for each in found.answers],
        entries=told(city, found, known),
        mine=any(each.id == contact for each in queries.in_hand(city.id, agent.id)) if agent
        else False,
    )  # fmt: skip


@for_staff(Role.AGENT, Role.SUPERVISOR)
@require_safe
def mine(request: HttpRequest, by: Actor) -> HttpResponse:
    """List the contacts that the agent had on a day."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    if agent is None:
        return show(request, by, "desk/console/no_agent.html")
    today = timezone.now().astimezone(city.zone).date()
    form = DayForm(request.GET or None)
    on = (form.cleaned_data.get("on") if form.is_valid() else None) or today
    q = form.cleaned_data.get("q", "") if form.is_valid() else ""
    page = _page(request.GET.get("page", ""))
    first = datetime.combine(on, time(), city.zone)
    found = queries.had_by(
        city.id, agent.id, since=first, until=first + timedelta(days=1), most=PAGE + 1,
        skip=(page - 1) * PAGE, words=[_meant(city, word) for word in q.casefold().split()],
    )  # fmt: skip
    rows = [hand.worded(city, each) for each in found[:PAGE]]
    return show(
        request, by, "desk/console/mine.html", rows=rows, on=on, today=today, form=form, page=page,
        q=q, more=len(found) > PAGE, day_before=on - timedelta(days=1),
        day_after=on + timedelta(days=1) if on < today else None,
    )  # fmt: skip


class DayForm(forms.Form):
    """Which day, and words to narrow its list."""

    on = forms.DateField(
        label=gettext_lazy("Day"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)


def _meant(city: City, word: str) -> queries.Meant:
    """Return what a word may mean: a part of what the list shows, in the reader's language."""

    def fitting(names: Mapping[str, Text]) -> list[str]:
        return [code for code, name in names.items() if word in str(name).casefold()]

    return queries.Meant(
        key=key_of(word), channels=fitting(hand.CHANNELS), queues=fitting(queue_names(city)),
        languages=fitting({code: language_name(code) for code in city.languages}),
        dispositions=fitting({each.code: each.words for each in hand.endings(city)}),
        marks=fitting(hand.MARKS),
    )  # fmt: skip


def _page(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and 0 < len(said) < 5 else 1


def _found(city: City, by: Actor, contact: int, agent: int | None) -> TurnShown:
    """Return the contact, for who had it, or whoever leads a centre where it was."""
    try:
        found = queries.turn_of(city.id, contact)
    except queries.NoSuchTurn as fault:
        raise Http404(str(fault)) from fault
    queues = {leg.queue for leg in found.legs} | {found.queue}
    centres = {queries.centre_of_queue(city.edition_id, each) for each in queues}
    leads = bool(by.roles & verbs.LEADERS) and any(is_in(each, led(city, by)) for each in centres)
    if not leads and not (agent and queries.has_had(city.id, agent, contact)):
        raise Http404("no such contact of theirs")
    return found


def _correct(request: HttpRequest, by: Actor, contact: int) -> HttpResponse:
    try:
        with transaction.atomic():
            actions.correct_disposition(
                city=city_of(request), contact=contact, by=by, at=timezone.now(),
                disposition=request.POST.get("disposition", ""),
            )  # fmt: skip
    except UnknownDisposition:
        messages.error(request, _("Choose how it ended from the list."))
    except NotNow:
        messages.error(request, _("It is not written up yet."))
    else:
        messages.success(request, _("Corrected. What was said before stays in the record."))
    return redirect("desk:console_contact", contact)


def told(
    city: City, found: TurnShown, answers: dict[str, str] | None = None
) -> list[tuple[EntryShown, str]]:
    """
    Return the entries of a contact, each with its sentence in the reader's language.

    :param answers: the questions of the city's answers by their codes; None looks them up
    """
    if answers is None:
        on = timezone.now().astimezone(city.zone).date()
        shown = knowledge.shown(city, get_language() or "", on)
        answers = {code: each.question for code, each in shown.items()}
    return [(each, _says(city, each, answers)) for each in found.entries]


def _says(city: City, entry: EntryShown, answers: dict[str, str]) -> str:
    """Return an entry's sentence in the reader's language, with names in place of codes."""
    if entry.verb == verbs.WRAPPED_UP.code and not entry.data.get("disposition"):
        return _("Over, and not written up: its agent was gone")
    ends = {each.code: each.words for each in hand.endings(city)}
    data = {name: str(value) for name, value in entry.data.items()}
    for name in ("disposition", "before"):
        data[name] = ends.get(data.get(name, ""), data.get(name, "") or "–")
    queues = queue_names(city)
    data["queue"] = queues.get(data.get("queue", ""), data.get("queue", ""))
    data["answer"] = answers.get(data.get("answer", ""), data.get("answer", ""))
    data["mark"] = str(hand.MARKS.get(data.get("mark", ""), data.get("mark", "")))
    return _(verbs.BY_CODE[entry.verb].sentence).format_map(data)
