"""What an agent writes to the resident of a contact: a chat, a thread, the text line of a call."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import City
from townline.contacts import actions, queries
from townline.contacts.queries import AgentShown
from townline.contacts.rules.looking import WhatFor
from townline.contacts.rules.saying import SaidLink, Side
from townline.desk import talk_lines
from townline.desk.access import city_of, for_staff, show
from townline.desk.talk_forms import SayForm, fresh_name
from townline.desk.talk_lines import Talk
from townline.live.topics import contact as topic_of
from townline.record.verbs import Actor, Role

ANSWERING = (Role.AGENT, Role.SUPERVISOR)
MOST_WORDS = 200
type TalkView = Callable[..., HttpResponseBase]


def for_who_has_it(view: TalkView) -> TalkView:
    """Open a view about what is said to the agent who has the contact, or had it."""

    @wraps(view)
    def guarded(request: HttpRequest, by: Actor, contact: int) -> HttpResponseBase:
        city = city_of(request)
        agent = queries.agent_of_member(city.id, by.member_id)
        known = agent is not None and contact < 2**63
        if agent is None or not known or not queries.has_had(city.id, agent.id, contact):
            raise Http404("no such contact of yours")
        return view(request, by, talk_lines.talk(city, agent, contact), agent)

    return guarded


@for_staff(*ANSWERING)
@require_safe
@for_who_has_it
def talk(request: HttpRequest, by: Actor, now: Talk, agent: AgentShown) -> HttpResponse:
    """Show what was said, with what is needed to write; on a page of its own."""
    actions.look(
        city=city_of(request), contacts=[now.contact], what_for=WhatFor.WRITING, by=by,
        at=timezone.now(),
    )  # fmt: skip
    return _page(request, by, now, agent, SayForm(initial={"name": fresh_name()}))


@for_staff(*ANSWERING)
@require_safe
@for_who_has_it
def newer(request: HttpRequest, by: Actor, now: Talk, agent: AgentShown) -> JsonResponse:
    """Return what was said behind a line, and which other contacts of the agent have news."""
    behind = talk_lines.key_of(request.GET.get("after", ""))
    lines = talk_lines.lines(city_of(request), now.contact, after=behind)
    others = talk_lines.others(city_of(request), agent, now)
    return JsonResponse({
        "html": render_to_string("desk/console/talk_lines.html", {"lines": lines}, request),
        "last": lines[-1].id if lines else behind,
        "others": render_to_string("desk/console/talk_others.html", {"others": others}, request),
        "open": now.open,
    })  # fmt: skip


@for_staff(*ANSWERING)
@require_POST
@for_who_has_it
def say(request: HttpRequest, by: Actor, now: Talk, agent: AgentShown) -> HttpResponse:
    """Say what the agent wrote, a ready text, or what an answer says, to the letter."""
    scripted = "fetch" in request.headers.get("X-Requested-With", "")
    if not now.open or now.agent != agent.id:
        return HttpResponse(status=409) if scripted else _back(now)
    city, form = city_of(request), SayForm(request.POST)
    form.texts = talk_lines.ready_texts(city, now)
    if not form.is_valid():
        if scripted:
            return JsonResponse({"faults": form.errors}, status=422)
        return _page(request, by, now, agent, form, status=422)
    try:
        _say(city, now, form.cleaned_data, by)
    except actions.NoWayBack:
        form.add_error(None, _("They left no address that we may write to. Nothing was sent."))
        return _page(request, by, now, agent, form, status=422)
    return HttpResponse(status=204) if scripted else _back(now)


def _say(city: City, now: Talk, said: Mapping[str, Any], by: Actor) -> None:
    text, links = _words(city, now, said)
    told: dict[str, Any] = {
        "city": city, "contact": now.contact, "text": text, "links": links, "by": by,
        "name": said["name"], "at": timezone.now(),
    }  # fmt: skip
    if now.by_letter:
        actions.write_back(**told, sent=talk_lines.as_sent(city, now, text, links))
    else:
        actions.say(**told, side=Side.AGENT)


def _words(city: City, now: Talk, said: Mapping[str, Any]) -> tuple[str, tuple[SaidLink, ...]]:
    if not said["answer"]:
        return said["text"], ()
    quoted = talk_lines.quotation(city, now, said["answer"])
    if quoted is None:
        raise Http404("no such answer")
    return quoted


@for_staff(*ANSWERING)
@require_safe
@for_who_has_it
def answers(request: HttpRequest, by: Actor, now: Talk, agent: AgentShown) -> JsonResponse:
    """Return the answers that words may mean, in the resident's language, as they are quoted."""
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    return JsonResponse({"answers": talk_lines.answers_to(city_of(request), now, words)})


def _page(
    request: HttpRequest, by: Actor, now: Talk, agent: AgentShown, form: SayForm, *,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    city = city_of(request)
    lines = talk_lines.lines(city, now.contact)
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    context: dict[str, Any] = {
        "talk": now, "contact": now.contact, "agent": agent.id, "lines": lines,
        "last": lines[-1].id if lines else 0, "form": form, "words": words,
        "texts": talk_lines.ready_texts(city, now), "mine": now.agent == agent.id,
        "found": talk_lines.answers_to(city, now, words) if words else (),
        "others": talk_lines.others(city, agent, now), "contact_topic": topic_of(now.contact),
    }  # fmt: skip
    return show(request, by, "desk/talk.html", status=status, **context)


def _back(now: Talk) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:talk', args=[now.contact])}#end")
