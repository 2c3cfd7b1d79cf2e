"""The page of another organisation that has a request in hand: opened by its secret, no account."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from townline.channels.partner_forms import DoneForm, PartnerForm, ReasonForm, WriteForm
from townline.cities.rules.city import City
from townline.requests import queries as requests
from townline.requests.actions import hand_over
from townline.requests.actions.hand_over import Over
from townline.requests.queries import Job, NoSuchHandOver
from townline.requests.rules.handing import RUNNING, Standing
from townline.requests.rules.submission import Unfit

FORMS: dict[str, type[PartnerForm]] = {
    "accept": PartnerForm,
    "report": DoneForm,
    "write": WriteForm,
    "decline": ReasonForm,
}
"""What a partner can do, by the name that its button sends."""
DONE = {
    "accept": _("Thank you. The department sees that you have taken it on."),
    "report": _("Thank you. The department sees that the work is done."),
    "write": _("Sent. The department will read it."),
    "decline": _("The department has it back. You need do nothing more."),
}
FAULTS = {
    "no_such_outcome": _("Choose how the work ended."),
    "evidence_missing": _("This needs a photo of the work. Add one, then send it again."),
    "too_many_photos": _("These are more photos than the request takes."),
    "too_long": _("This is too long: 4,000 characters at most."),
    "empty": _("Fill this in."),
    "closed": _("This request is closed."),
}
NO_PHOTO = _("One of these files is not a photo that we can read. Send JPEG, PNG or WebP.")


# The secret in the address is the only proof, and whoever has it needs no cookie of ours.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, handed: int, secret: str) -> HttpResponse:
    """Show a partner the request that it has, and do what it says; a link alone changes nothing."""
    city: City = request.city  # type: ignore[attr-defined]
    at = timezone.now()
    job = _job_or_404(city, handed, secret, at)
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    form = None
    if wanted in FORMS and job.handed.standing in RUNNING:
        form = FORMS[wanted](job, request.POST, request.FILES)
        if form.is_valid() and _done(city, form, wanted, at):
            address = reverse("channels:partner", args=[handed, secret])
            return HttpResponseRedirect(f"{address}?done={wanted}")
        job = _job_or_404(city, handed, secret, at)
    return _shown(request, job, secret, wanted if form else "", form)


def _done(city: City, form: PartnerForm, wanted: str, at: datetime) -> bool:
    """Do what a partner says; False, with the fault beside its field, where that cannot be."""
    said, handed_id = form.cleaned_data, form.job.handed.id
    act: dict[str, Any] = {
        "accept": hand_over.accept,
        "decline": hand_over.decline,
        "write": hand_over.write,
        "report": hand_over.report,
    }
    try:
        act[wanted](city=city, handed_id=handed_id, by=form.job.by, at=at, **said)
    except Unfit as refusal:
        field = refusal.field if refusal.field in form.fields else None
        field = "photos" if refusal.field == "media" and "photos" in form.fields else field
        form.add_error(field, FAULTS.get(refusal.code, NO_PHOTO))
        return False
    except Over:  # meanwhile: the page says what has become of it
        return False
    return True


def _shown(
    request: HttpRequest, job: Job, secret: str, wanted: str, faulty: PartnerForm | None
) -> HttpResponse:
    stands = job.handed.standing
    running = stands in RUNNING
    status = 200 if running or stands is Standing.GIVEN_BACK else 410
    if faulty is not None and running:
        status = 422
    said_in = request.city.languages[0]  # type: ignore[attr-defined]
    pairs = {
        name: faulty if faulty is not None and name == wanted else form(job)
        for name, form in FORMS.items()
    }
    response = render(
        request,
        "channels/partner.html",
        {
            "job": job,
            "handed": job.handed,
            "shown": job.request,
            "secret": secret,
            "running": running,
            "forms": pairs,
            "faulty": faulty if running else None,
            "wanted": wanted,
            "said_in": said_in,
            "untranslated": (get_language() or said_in) != said_in,
            "done": DONE.get(request.GET.get("done", ""), ""),
        },
        status=status,
    )
    # The address is the key to the page: no other site may learn it, and no search engine.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def photo(request: HttpRequest, handed: int, secret: str, name: str) -> HttpResponseBase:
    """Return a photo of the request, as far as the partner may see it."""
    city: City = request.city  # type: ignore[attr-defined]
    path = requests.handed_photo(city, handed, secret, name)
    if path is None or not path.exists():
        raise Http404("there is no such photo")
    return FileResponse(
        path.open("rb"),
        filename=f"{name[:12]}.jpg",
        headers={
            "Content-Type": "image/jpeg",
            "Cache-Control": "private, max-age=600",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _job_or_404(city: City, handed: int, secret: str, at: datetime) -> Job:
    try:
        return requests.job(city, handed, secret, language=get_language() or "", at=at)
    except NoSuchHandOver as fault:
        raise Http404("no such page") from fault
