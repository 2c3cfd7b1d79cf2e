"""Voice messages that wait to be returned."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from townline.cities.rules.city import words_in
from townline.contacts import queries as contacts
from townline.contacts.actions import voicemail as actions
from townline.contacts.actions.recordings import NoSuchRecording
from townline.contacts.actions.voicemail import NoSuchOutcome
from townline.contacts.queries import recordings as taped
from townline.desk.access import city_of, for_staff, show
from townline.desk.recordings import sound_of
from townline.desk.wording import language_name
from townline.record.verbs import Actor

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
    language = get_language() or ""
    named = {
        line.code: words_in(line.words, language)
        for centre in contacts.contact_centre(city.edition_id).centres
        for line in centre.queues
    }
    rows = [
        {
            "message": each,
            "queue": named.get(each.queue, each.queue),
            "language": language_name(each.language),
            "outcome": OUTCOMES.get(each.outcome, ""),
        }
        for each in taped.voicemails(city.id, done=done)
    ]
    return show(
        request, by, "desk/voicemail.html", rows=rows, done=done, outcomes=OUTCOMES.items(),
        most=taped.PAGE,
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
    except (NoSuchOutcome, NoSuchRecording) as fault:
        raise Http404(str(fault)) from fault
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
