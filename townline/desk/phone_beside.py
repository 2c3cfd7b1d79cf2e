"""What goes on beside a call: it is recorded, somebody interprets, somebody else is asked."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from townline.contacts.actions import asking, interpreting, recordings
from townline.contacts.actions.recordings import OutOfPlace
from townline.contacts.queries.calls import CallShown
from townline.contacts.rules import calls as rules
from townline.contacts.rules.calls import BadSignal
from townline.desk.access import city_of, for_staff
from townline.desk.phone import (
    back,
    for_who_has_it,
    for_who_is_on_it,
    queue_for_calls,
    refused,
    silence,
)
from townline.record.verbs import Actor


@for_staff()
@require_POST
@for_who_has_it
def record(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Begin to record a call, let the recording stand still, or let it go on."""
    city, at, wish = city_of(request), timezone.now(), request.POST.get("wish", "begin")
    if wish == "begin":
        begun = recordings.begin_recording(city=city, contact=call.contact, by=by, at=at)
        return JsonResponse({"number": begun})
    if wish not in ("pause", "resume"):
        return refused("Begin, pause or resume.", 400)
    recordings.pause_recording(
        city=city, number=call.recording, paused=wish == "pause", by=by, at=at
    )
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def piece(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Take a piece of the recording of a call that is under way, or has just ended."""
    said = request.GET.get("position", "")
    if not said:
        raise BadSignal("Say which piece it is: position, counted from 0.")
    try:
        wanted = recordings.keep_piece(
            city=city_of(request), contact=call.contact, number=request.GET.get("number", ""),
            position=rules.read_position(said), body=request.body,
            last=request.GET.get("last") == "1", by=by, at=timezone.now(),
        )  # fmt: skip
    except OutOfPlace as fault:
        return JsonResponse({"error": str(fault), "wanted": fault.wanted}, status=409)
    return JsonResponse({"wanted": wanted})


@for_staff()
@require_POST
@for_who_has_it
def interpreter(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Ask another agent to interpret."""
    interpreting.ask_interpreter(
        city=city_of(request), contact=call.contact, by=by, at=timezone.now(),
        agent=rules.read_position(request.POST.get("agent", "")),
    )  # fmt: skip
    return back(request)


@for_staff()
@require_POST
@for_who_is_on_it
def join(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Come onto a call on which one was asked to interpret."""
    interpreting.join_call(
        city=city_of(request), contact=call.contact, agent=agent, by=by, at=timezone.now()
    )
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def ask(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Ask another queue about the call before passing it on: who answers comes onto it."""
    city = city_of(request)
    queue = queue_for_calls(request)
    if queue is None:
        return refused("There is no such queue for calls.", 400)
    warned = silence(request, call, queue)
    if warned is not None:
        return warned
    asking.ask(city=city, contact=call.contact, queue=queue, by=by, at=timezone.now())
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def hand_over(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Let the agent who is asked have the call."""
    asking.hand_over(city=city_of(request), contact=call.contact, by=by, at=timezone.now())
    return back(request)


@for_staff()
@require_POST
@for_who_has_it
def ask_no_more(request: HttpRequest, by: Actor, call: CallShown, agent: int) -> HttpResponse:
    """Let who has the call go on alone."""
    asking.ask_no_more(city=city_of(request), contact=call.contact, by=by, at=timezone.now())
    return back(request)
