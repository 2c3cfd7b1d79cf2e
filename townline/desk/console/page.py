"""The console itself, and what its keys and buttons do."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.queries import AgentShown
from townline.contacts.queries import recordings as taped
from townline.contacts.queries.recordings import VoicemailShown
from townline.contacts.rules.consent import ConsentTo
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.looking import WhatFor
from townline.contacts.rules.noting import (
    EMERGENCY,
    MOST_NOTE,
    Mark,
    UnknownDisposition,
    version_of,
)
from townline.contacts.rules.queueing import Queue, Status
from townline.desk.access import city_of, for_staff, show
from townline.desk.console import agreeing, elsewhere, hand, legs, popping, seek
from townline.desk.console.elsewhere import NobodyAnswers
from townline.desk.console.hand import Held
from townline.desk.telephone import can_call
from townline.live import topics
from townline.record.verbs import Actor, Role
from townline.requests import queries as requests
from townline.requests.actions.handle import handle
from townline.requests.rules.handled import How

ANSWERING = (Role.AGENT, Role.SUPERVISOR)
PHONES = frozenset({"web_call"})
"""Channels with a telephone on the page."""
BOTH = gettext_lazy(
    "These notes were changed in another window of yours as well. Both stand there now."
)


@for_staff(*ANSWERING)
@require_http_methods(["GET", "HEAD", "POST"])
def console(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what rings, what is in hand, all that is needed to answer it, and what was sought."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    if agent is None:
        return show(request, by, "desk/console/no_agent.html")
    if agent.status != Status.LOGGED_OUT:
        actions.see_agent(city=city, agent=agent.id, by=by, at=timezone.now())
    told = context(request, city, by, agent)
    if "X-Look" in request.headers:  # what was said stays for the page that somebody reads
        told["messages"] = ()
    return show(request, by, "desk/console/page.html", **told)


def context(request: HttpRequest, city: City, by: Actor, agent: AgentShown) -> dict[str, Any]:
    """Return all that the console shows."""
    held = hand.held(city, agent)
    current = hand.chosen(request, held)
    told: dict[str, Any] = {
        "agent": agent, "says": hand.STATUSES.get(agent.status, agent.status),
        "why": hand.WHY.get(agent.reason, agent.reason), "reasons": hand.REASONS.items(),
        "held": held, "rings": hand.offered(held), "current": current,
        "mine": tuple(each for each in held if each.what.state != "offered"),
        "words": request.POST.get("q", ""), "agent_topic": topics.agent(agent.id),
        "no_telephone": can_call(city) and not queries.phone_of_agent(agent.id),
    }  # fmt: skip
    if request.POST.get("q"):
        key = current.what.id if current else None
        told["groups"] = seek.sought(city, by, request.POST["q"].strip(), key)
    return told | (_of_contact(request, city, by, agent, current) if current else {})


def _of_contact(
    request: HttpRequest, city: City, by: Actor, agent: AgentShown, current: Held
) -> dict[str, Any]:
    """Return what the console shows of the contact in hand."""
    key, here, now = current.what.id, get_language() or "", timezone.now()
    story = queries.turn_of(city.id, key)
    about = story.about or key
    if story.about:  # another agent asks: what is shown is the contact that they ask about
        story = queries.turn_of(city.id, about)
        current = hand.worded(city, queries.answered_of(city.id, [about], most=1)[0])
    notes = (*queries.notes_of(about), *(queries.notes_of(key) if about != key else ()))
    back = story.callback and story.state == "in_contact" and not story.answered_at
    what_for = WhatFor.CALLING_BACK if back else WhatFor.ANSWERING
    popped = popping.popped(city, by, current, request.GET.get("person", ""), what_for, now)
    ends = hand.endings(city)
    return {
        "contact": key,
        "contact_topic": topics.contact(key),
        "about": about,
        "pop": popped,
        "agreements": () if about != key else agreeing.agreements(city, current),
        "note": next((n for n in reversed(notes) if n.agent_id == agent.id), None),
        "note_seen": next((version_of(n.changed_at) for n in notes if n.agent_id == agent.id), ""),
        "notes": tuple(n for n in notes if n.agent_id != agent.id),
        "asks": about != key,
        "calls_back": back,
        "asked": _asked(city, key),
        "most_note": MOST_NOTE,
        "endings": ends,
        "emergency": any(each.code == EMERGENCY for each in ends),
        "handled": requests.handled_in(city, about, by, language=here),
        "stretches": legs.stretches(city, story, now),
        **_passing(request, city, current, now),
        "phone": _part("phone") if current.what.channel in PHONES and not story.callback else "",
        "talk": _talk(current),
        "text_line": not _talk(current),
        "message": _message(city, current),
        **{f"is_{each}": str(each) in current.what.marks for each in Mark},
    }


def _asked(city: City, contact: int) -> Held | None:
    """Return the other agent's side where one is asked about a contact."""
    found = queries.asked_about(city.id, contact)
    return hand.worded(city, found) if found else None


def _message(city: City, current: Held) -> VoicemailShown | None:
    """Return the voice message that a contact left; other contacts are not asked for any."""
    is_one = current.what.channel == "voicemail"
    return taped.voicemail_of(city.id, current.what.id) if is_one else None


def _talk(current: Held) -> str:
    channel = current.what.channel
    written = channel in PHONES or (current.what.medium == "text" and channel != "voicemail")
    return _part("talk") if written else ""


def _part(name: str) -> str:
    """Return the template of a part that another module owns, if it is there."""
    path = f"desk/console/{name}.html"
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return ""
    return path


def _passing(request: HttpRequest, city: City, current: Held, at: datetime) -> dict[str, Any]:
    """Return where a contact can be passed on to, and where nobody answers whom one is to ask."""
    key, to = current.what.id, request.GET.get("to", "")
    if current.what.state != State.IN_CONTACT:
        return {"lines": ()}
    return {
        "lines": elsewhere.choices(city, key, at),
        "warned": elsewhere.warning(city, key, to, at) if to else None,
    }


Doing = Callable[[HttpRequest, City, AgentShown, Actor], str]


@for_staff(*ANSWERING)
@require_POST
def do(request: HttpRequest, by: Actor, deed: str) -> HttpResponse:
    """Do what a key or button of the console says, and show the console anew."""
    city = city_of(request)
    agent, act = hand.agent_of(city, by), DEEDS.get(deed)
    if agent is None or act is None:
        raise Http404("nothing like that is done at the console")
    back = {"contact": request.POST.get("contact", "")}
    try:
        with transaction.atomic():
            told = act(request, city, agent, by)
    except (NotNow, queries.NoSuchTurn):
        messages.error(request, _("That is not possible any more: the contact has gone on."))
    except NobodyAnswers as asked:
        back["to"] = asked.queue
    except UnknownDisposition:
        messages.error(request, _("Choose how it ended from the list."))
    else:
        if told:
            messages.success(request, told)
    tail = f"?{urlencode(back)}" if back["contact"].isdecimal() else ""
    return redirect(reverse("desk:console") + tail)


@for_staff(*ANSWERING)
@require_POST
def note(request: HttpRequest, by: Actor, contact: int) -> HttpResponse:
    """Keep what is typed."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    if agent is None:
        raise Http404("no agent")
    text = request.POST.get("note", "").replace("\r\n", "\n")
    try:
        noted = actions.write_note(
            city=city, contact=contact, agent=agent.id, text=text, by=by, at=timezone.now(),
            seen=request.POST.get("seen"),
        )  # fmt: skip
    except NotNow as fault:
        raise Http404(str(fault)) from fault
    except ValueError:
        return HttpResponse(_("These notes are too long."), status=422, content_type="text/plain")
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse(asdict(noted))
    if noted.merged:
        messages.warning(request, BOTH)
    else:
        messages.success(request, _("Notes kept."))
    return redirect(f"{reverse('desk:console')}?{urlencode({'contact': contact})}")


@for_staff(*ANSWERING)
@require_POST
def seen(request: HttpRequest, by: Actor) -> HttpResponse:
    """Hear that the agent's desk is there."""
    city = city_of(request)
    agent = hand.agent_of(city, by)
    if agent is not None:
        actions.see_agent(city=city, agent=agent.id, by=by, at=timezone.now())
    return HttpResponse(status=204)


def _status(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    try:
        status = Status(request.POST.get("status", ""))
    except ValueError:
        raise Http404("no such status") from None
    reason = request.POST.get("reason", "") if status is Status.BREAK else ""
    at = timezone.now()
    if status is not Status.LOGGED_OUT:
        actions.see_agent(city=city, agent=agent.id, by=by, at=at)
    actions.say_status(
        city=city, agent=agent.id, status=status, by=by, at=at,
        reason=reason if reason in hand.REASONS else "",
    )  # fmt: skip
    return _("You are: %(status)s") % {"status": hand.STATUSES[status]}


def _answer(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    actions.answer(city=city, agent=agent.id, **_it(request, by))
    return ""


def _end(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    actions.end(city=city, **_it(request, by))
    return ""


def _mark(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    try:
        kind = Mark(request.POST.get("kind", ""))
    except ValueError:
        raise Http404("no such mark") from None
    on = request.POST.get("on", "1") == "1"
    actions.mark(city=city, agent=agent.id, kind=kind, on=on, **_it(request, by))
    words = _("Marked: %(mark)s") if on else _("No longer marked: %(mark)s")
    return words % {"mark": hand.MARKS[kind]}


def _pass_on(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    line = queries.contact_centre(city.edition_id).queues.get(request.POST.get("queue", ""))
    if line is None:
        messages.error(request, _("Choose to whom it is passed on."))
        return ""
    it = _sure(request, city, line, by)
    actions.pass_on(city=city, queue=line, **it)
    return _("Passed on, with all that is known of it.")


def _sure(request: HttpRequest, city: City, line: Queue, by: Actor) -> dict[str, Any]:
    """Return what ``_it`` does; whoever was not warned yet that nobody answers there, is now."""
    it = _it(request, by)
    sure = request.POST.get("sure") == "1"
    if not sure and elsewhere.warning(city, it["contact"], line.code, it["at"]):
        raise NobodyAnswers(line.code)
    return it


def _ask(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    line = queries.contact_centre(city.edition_id).queues.get(request.POST.get("queue", ""))
    if line is None:
        messages.error(request, _("Choose whom you ask."))
        return ""
    it = _sure(request, city, line, by)
    actions.ask(city=city, queue=line, **it)
    return _("Asked. You keep them until somebody takes them over.")


def _hand_over(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    actions.hand_over(city=city, **_it(request, by))
    return _("Passed on, with all that is known of it.")


def _ask_no_more(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    actions.ask_no_more(city=city, **_it(request, by))
    return _("You keep them; nobody is asked any more.")


def _reached(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    actions.reached(city=city, **_it(request, by))
    return ""


def _not_reached(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    actions.not_reached(city=city, **_it(request, by))
    return _("Not reached. It is tried again later, or given up after the last time.")


def _consent(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    try:
        to = ConsentTo(request.POST.get("to", ""))
    except ValueError:
        raise Http404("nothing like that is agreed to") from None
    it, given = _it(request, by), request.POST.get("given") == "1"
    spoken = queries.turn_of(city.id, it["contact"]).language
    actions.say_consent(city=city, to=to, given=given, asked=agreeing.asked(to, spoken), **it)
    return _("Entered: they agree.") if given else _("Entered: they do not want it.")


def _write_up(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    said = request.POST.get("disposition", "")
    it = _it(request, by)
    if "note" in request.POST:
        text = request.POST["note"].replace("\r\n", "\n")[:MOST_NOTE]
        seen = request.POST.get("seen")
        noted = actions.write_note(city=city, agent=agent.id, text=text, seen=seen, **it)
        if noted.merged:
            messages.warning(request, BOTH)
    actions.write_up(city=city, agent=agent.id, disposition=said, **it)
    words = {each.code: each.words for each in hand.endings(city)}
    return _("Written up: %(how)s") % {"how": words.get(said, said)}


def _look_up(request: HttpRequest, city: City, agent: AgentShown, by: Actor) -> str:
    _theirs(request, city, agent)
    try:
        handle(
            city=city, number=request.POST.get("number", ""), how=How.LOOKED_UP,
            **_it(request, by),
        )  # fmt: skip
    except requests.NoSuchRequest as fault:
        raise Http404(str(fault)) from fault
    return ""


def _it(request: HttpRequest, by: Actor) -> dict[str, Any]:
    """Return which contact is meant, who acts, and when."""
    said = request.POST.get("contact", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 18):
        raise Http404("no such contact")
    return {"contact": int(said), "by": by, "at": timezone.now()}


def _theirs(request: HttpRequest, city: City, agent: AgentShown) -> None:
    """Refuse what is done to a contact that the agent does not have."""
    key = request.POST.get("contact", "")
    if key not in {str(each.id) for each in queries.in_hand(city.id, agent.id)}:
        raise NotNow(f"contact {key} is not with this agent now")


DEEDS: dict[str, Doing] = {
    "status": _status, "answer": _answer, "end": _end, "mark": _mark, "pass-on": _pass_on,
    "write-up": _write_up, "ask": _ask, "hand-over": _hand_over, "ask-no-more": _ask_no_more,
    "reached": _reached, "not-reached": _not_reached,
    "look-up": _look_up, "consent": _consent,
}  # fmt: skip
