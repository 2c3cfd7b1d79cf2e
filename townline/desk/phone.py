"""The agent's telephone: answering a call from a browser, holding it, passing it on, hanging up."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import words_in
from townline.contacts import actions as contact_actions
from townline.contacts import queries as contacts
from townline.contacts.actions import asking, calls, interpreting
from townline.contacts.actions.recordings import NoSuchRecording
from townline.contacts.queries import calls as asked
from townline.contacts.queries import recordings as taped
from townline.contacts.queries.calls import CallShown
from townline.contacts.rules import calls as rules
from townline.contacts.rules.calls import BadSignal, NotOnCall, agent_side
from townline.contacts.rules.course import NotNow, State
from townline.contacts.rules.ice import ice_servers
from townline.contacts.rules.queueing import Medium, Queue, Status
from townline.contacts.rules.recording import UnfitRecording
from townline.contacts.rules.saying import CannotSay, Side
from townline.desk.access import View, city_of, for_staff, show
from townline.desk.console import elsewhere
from townline.live import topics
from townline.record.verbs import Actor

TOO_LONG = f"One message has at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE:,} bytes."
STATUSES = (Status.AVAILABLE, Status.BREAK, Status.LOGGED_OUT)
"""What an agent can say of themselves here."""


def for_who_has_it(view: View) -> View:
    """Open a view about a call to the agent who has it: to everyone else there is no such call."""
    return _opened(view, alone=True)


def for_who_is_on_it(view: View) -> View:
    """Open it to an agent who interprets as well."""
    return _opened(view, alone=False)


def _opened(view: View, *, alone: bool) -> View:
    @wraps(view)
    def guarded(
        request: HttpRequest, by: Actor, contact: int, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        city = city_of(request)
        agent = asked.agent_of(city.id, by.member_id)
        try:
            call = asked.call_of(city.id, contact)
        except NotOnCall as fault:
            raise Http404(str(fault)) from fault
        theirs = agent is not None and (call.agent == agent or (not alone and on_it(call, agent)))
        if not theirs:
            raise Http404("no such call of yours")
        try:
            return view(request, by, call, agent, *args, **kwargs)
        except (BadSignal, UnfitRecording) as fault:
            return refused(str(fault), 400)
        except RequestDataTooBig:
            return refused(TOO_LONG, 413)
        except (NotNow, NotOnCall, NoSuchRecording) as fault:
            return refused(str(fault), 409)

    return guarded


def on_it(call: CallShown, agent: int) -> bool:
    """Return whether an agent is on a call, or was asked to come onto it."""
    if agent_side(agent) in call.sides:
        return True
    return taped.asked_to_interpret(call.city_id, agent) in (
        (call.contact, True),
        (call.contact, False),
    )


@for_staff()
@require_safe
def window(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the telephone in a window of its own, which stays while the desk's pages change."""
    city = city_of(request)
    agent = asked.agent_of(city.id, by.member_id)
    call, now = _now(city.id, agent)
    endings = contacts.contact_centre(city.edition_id).dispositions
    return show(
        request, by, "desk/phone_window.html", agent=agent, call=call, now=now,
        where=now.partition(" ")[2],
        contact=call.contact if call else None,
        topic=topics.agent(agent) if agent else "",
        standing=asked.status_of(city.id, agent) if agent else "",
        endings=[(each.code, words_in(each.words, get_language() or "")) for each in endings],
    )  # fmt: skip


@for_staff()
@require_safe
def in_hand(request: HttpRequest, by: Actor) -> JsonResponse:
    """Say which call one has, and where it is, so that a page knows when to show itself anew."""
    city = city_of(request)
    agent = asked.agent_of(city.id, by.member_id)
    if agent:
        contact_actions.see_agent(city=city, agent=agent, by=by, at=timezone.now())
    return JsonResponse({"now": _now(city.id, agent)[1]})


def _now(city_id: int, agent: int | None) -> tuple[CallShown | None, str]:
    """Return the call that an agent has or interprets on, and in a word where it is."""
    call = asked.call_in_hand(city_id, agent) if agent else None
    if call is not None:
        return call, f"{call.contact} {call.state}"
    beside = taped.asked_to_interpret(city_id, agent) if agent else None
    if beside is None:
        return None, ""
    return asked.call_of(city_id, beside[0]), f"{beside[0]} {'joined' if beside[1] else 'asked'}"


@for_staff()
@require_POST
def say_status(request: HttpRequest, by: Actor) -> HttpResponse:
    """Say whether one answers."""
    city = city_of(request)
    agent, said = asked.agent_of(city.id, by.member_id), request.POST.get("status", "")
    if agent is None or said not in STATUSES:
        raise Http404("no such status, or no agent")
    contact_actions.say_status(
        city=city, agent=agent, status=Status(said), by=by, at=timezone.now()
    )
    return redirect("desk:phone")


@for_staff()
@require_http_methods(["GET", "HEAD", "POST"])
@for_who_is_on_it
def state(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> JsonResponse:
    """Say how a call stands and what its other sides told us; take what we tell them."""
    city, me = city_of(request), agent_side(agent)
    if request.method == "POST":
        last = calls.tell_side(
            city=city, contact=call.contact, sender=me, by=by, at=timezone.now(),
            signals=rules.read_signals(request.body, sides=frozenset(call.sides)),
        )  # fmt: skip
        return JsonResponse({"last": last})
    contact_actions.see_agent(city=city, agent=agent, by=by, at=timezone.now())
    said = contacts.said(
        city.id, call.contact, after=rules.read_position(request.GET.get("said", ""))
    )
    if "after" not in request.GET:
        document = asked.as_document(call, (), said) | _begun(request, call, agent)
        return JsonResponse(document | _of_all(request, call))
    after = rules.read_position(request.GET["after"])
    told = asked.signals_for(city.id, call.contact, side=me, after=after)
    return JsonResponse(asked.as_document(call, told, said) | _of_all(request, call))


def _of_all(request: HttpRequest, call: CallShown) -> dict[str, str]:
    """Return what a telephone is told each time; after signing in again its token is a new one."""
    return {"asked": call.asking, "csrf": get_token(request)}


def _begun(request: HttpRequest, call: CallShown, agent: int) -> dict[str, Any]:
    """Return what a telephone has to know once: servers that help it, queues to pass on to."""
    city, at = city_of(request), timezone.now()
    return {
        "ice": ice_servers(settings.RELAY, who=f"call-{call.contact}", at=at),
        "queues": [
            {"code": code, "words": f"{centre}: {words}"}
            for centre, lines in elsewhere.choices(city, call.contact, at)
            for code, words in lines
        ],
        "leads": call.agent == agent,
        "interpreters": [
            {"agent": key, "words": f"{label} ({spoken})"}
            for key, label, spoken in taped.interpreters(city.id, [agent])
        ],
    }


@for_staff()
@require_POST
@for_who_has_it
def answer(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Answer the call that one is offered."""
    if call.state == State.OFFERED:
        contact_actions.answer(
            city=city_of(request), contact=call.contact, agent=agent, by=by, at=timezone.now()
        )
    return back(request)


@for_staff()
@require_POST
@for_who_is_on_it
def hang_up(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """End a call for both sides; who interprets goes alone."""
    if call.agent != agent and call.asked == agent:
        asking.ask_no_more(city=city_of(request), contact=call.contact, by=by, at=timezone.now())
    elif call.agent != agent:
        interpreting.part_from_call(
            city=city_of(request), contact=call.contact, agent=agent, by=by, at=timezone.now()
        )
    elif call.state == State.IN_CONTACT:
        calls.hang_up(city=city_of(request), contact=call.contact, by=by, at=timezone.now())
    return back(request)


@for_staff()
@require_POST
@for_who_is_on_it
def write(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Write something to the caller beside the call."""
    try:
        contact_actions.say(
            city=city_of(request), contact=call.contact, side=Side.AGENT, by=by,
            text=request.POST.get("text", ""), name=request.POST.get("name", "")[:40],
            at=timezone.now(),
        )  # fmt: skip
    except CannotSay as fault:
        return refused(str(fault), 400)
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def hold(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Put the resident on hold, or take them off it."""
    held = request.POST.get("held") == "1"
    calls.hold(city=city_of(request), contact=call.contact, held=held, by=by, at=timezone.now())
    return back(request)


def queue_for_calls(request: HttpRequest) -> Queue | None:
    """Return the queue that a form names, if it takes calls."""
    queues = contacts.contact_centre(city_of(request).edition_id).queues
    queue = queues.get(request.POST.get("queue", ""))
    return queue if queue and queue.medium is Medium.VOICE else None


def silence(request: HttpRequest, call: CallShown, queue: Queue) -> JsonResponse | None:
    """Return the question whether one is sure, where nobody answers in a queue; None if one is."""
    if request.POST.get("sure") == "1":
        return None
    told = elsewhere.warning(city_of(request), call.contact, queue.code, timezone.now())
    if told is None:
        return None
    return JsonResponse({"error": told.words, "warning": told.words}, status=409)


@for_staff()
@require_POST
@for_who_has_it
def pass_on(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Let the call wait in another queue, with all that is written of it."""
    city = city_of(request)
    queue = queue_for_calls(request)
    if queue is None:
        return refused("There is no such queue for calls.", 400)
    warned = silence(request, call, queue)
    if warned is not None:
        return warned
    contact_actions.pass_on(city=city, contact=call.contact, queue=queue, by=by, at=timezone.now())
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def wrap_up(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Write a call up by one of the city's endings."""
    city, code = city_of(request), request.POST.get("disposition", "")
    if code not in {each.code for each in contacts.contact_centre(city.edition_id).dispositions}:
        return refused("Choose how it ended.", 400)
    contact_actions.wrap_up(
        city=city, contact=call.contact, disposition=code, by=by, at=timezone.now()
    )
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    """Return to the window of the telephone; to its script, that it is done."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return redirect("desk:phone")


def refused(why: str, status: int) -> JsonResponse:
    """Return why something was not done, for the script of the telephone."""
    return JsonResponse({"error": why}, status=status)
