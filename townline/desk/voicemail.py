"""Voice messages that wait to be returned."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from townline.contacts.actions import left_with_carrier, look
from townline.contacts.actions import voicemail as actions
from townline.contacts.actions.recordings import NoSuchRecording
from townline.contacts.actions.voicemail import NoSuchOutcome
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.course import NotNow
from townline.contacts.rules.listing import EVERYTHING
from townline.contacts.rules.looking import WhatFor
from townline.contacts.rules.recording import ANSWERED
from townline.desk.access import city_of, for_staff, show
from townline.desk.console.legs import queue_names
from townline.desk.led import answered_at
from townline.desk.recorded_forms import SoughtForm, page_of
from townline.desk.recordings import sound_of
from townline.desk.wording import language_name
from townline.record.verbs import Actor

ANSWERED_BY_QUEUE = gettext_lazy("Answered from the queue")
OUTCOMES = {
    "returned": gettext_lazy("Called back"),
    "not_reached": gettext_lazy("Not reached"),
    "not_needed": gettext_lazy("Nothing to do"),
    "filed": gettext_lazy("Made a request"),
}


@for_staff()
@require_safe
def voicemails(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the messages that wait, the oldest first, or those that are done."""
    city, done = city_of(request), request.GET.get("done") == "1"
    queues = queue_names(city)
    form = SoughtForm(request.GET, queues=queues)
    sought = form.sought(city)
    page = page_of(
        request.GET, taped.PAGE,
        lambda after, most: taped.voicemails(
            city, sought, done=done, centres=answered_at(city, by), after=after, most=most
        ),
    )  # fmt: skip
    look(
        city=city, contacts=[each.contact for each in page.rows], what_for=WhatFor.VOICEMAIL,
        by=by, at=timezone.now(),
    )  # fmt: skip
    rows = [
        {
            "message": each,
            "queue": queues.get(each.queue, each.queue),
            "language": language_name(each.language),
            "outcome": ANSWERED_BY_QUEUE
            if each.outcome == ANSWERED
            else OUTCOMES.get(each.outcome),
        }
        for each in page.rows
    ]
    return show(
        request, by, "desk/voicemail.html", rows=rows, page=page, form=form, done=done,
        outcomes=OUTCOMES.items(), narrowed=sought != EVERYTHING,
    )  # fmt: skip


@for_staff()
@require_POST
def sound(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Send the sound of a message; that somebody listened is entered."""
    if not taped.is_voicemail(city_of(request).id, name):
        raise Http404("no such message")
    return sound_of(request, by, name)


@for_staff()
@require_POST
def done(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Say what became of a message."""
    outcome = request.POST.get("outcome", "")
    try:
        actions.finish_voicemail(
            city=city_of(request), number=name, outcome=outcome, by=by, at=timezone.now()
        )
    except NotNow:
        messages.error(request, _("An agent has this message in hand, and settles it."))
    except (NoSuchOutcome, NoSuchRecording) as fault:
        raise Http404(str(fault)) from fault
    return redirect("desk:voicemail")


@for_staff()
@require_POST
def ask_again(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Let the carrier be asked again for a message that it did not give up."""
    try:
        left_with_carrier.ask_again(city=city_of(request), number=name, by=by, at=timezone.now())
    except NoSuchRecording as fault:
        raise Http404(str(fault)) from fault
    messages.success(request, _("The carrier is asked again. Look once more in a minute."))
    return redirect("desk:voicemail")


@for_staff()
@require_POST
def reopen(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Put a message back on the list."""
    try:
        actions.reopen_voicemail(city=city_of(request), number=name, by=by, at=timezone.now())
    except NoSuchRecording as fault:
        raise Http404(str(fault)) from fault
    return redirect("desk:voicemail")
