"""Recorded calls, for who looks after their quality: when, by whom, who listened; and the sound."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from townline.contacts.actions import recordings
from townline.contacts.actions.recordings import NoSuchRecording
from townline.contacts.actions.sealed import Damaged
from townline.contacts.queries import recordings as taped
from townline.contacts.rules.listing import EVERYTHING
from townline.desk.access import city_of, for_staff, show
from townline.desk.console.legs import queue_names
from townline.desk.led import led
from townline.desk.recorded_forms import SoughtForm, page_of
from townline.record.verbs import Actor

log = logging.getLogger(__name__)
ENDINGS = {
    "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/wav": "wav",
    "audio/mpeg": "mp3",
}  # fmt: skip


@for_staff()
@require_safe
def recorded(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show the calls that were recorded, the newest first."""
    city = city_of(request)
    queues = queue_names(city)
    form = SoughtForm(request.GET, queues=queues)
    sought = form.sought(city)
    page = page_of(
        request.GET, taped.PAGE,
        lambda after, most: taped.recordings(
            city, sought, centres=led(city, by), after=after, most=most
        ),
    )  # fmt: skip
    rows = [{"one": each, "queue": queues.get(each.queue, each.queue)} for each in page.rows]
    return show(
        request, by, "desk/recordings.html", rows=rows, page=page, form=form,
        narrowed=sought != EVERYTHING,
    )  # fmt: skip


@for_staff()
@require_POST
def sound(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Send the sound of a recording; that somebody listened is entered."""
    return sound_of(request, by, name)


def sound_of(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """Return the sound, as a file that no browser takes for anything else."""
    city, at = city_of(request), timezone.now()
    try:
        form, found = recordings.listen(city=city, number=name, by=by, at=at)
    except NoSuchRecording as fault:
        raise Http404(str(fault)) from fault
    except Damaged as fault:
        log.error("%s", fault)
        return show(request, by, "desk/recorded_damaged.html", status=410, number=name)
    response = HttpResponse(found, content_type=form)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[form]}"'
    return response
