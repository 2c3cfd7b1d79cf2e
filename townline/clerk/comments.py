"""The clerk's desk for comments of the public: read, accept, refuse with a reason, take back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from townline.clerk.access import city_of, for_clerks, show
from townline.contacts import actions as contacts
from townline.contacts import queries
from townline.contacts.actions import AlreadyDecided
from townline.contacts.queries import NoSuchComment
from townline.record.verbs import Actor

STATES = ("waiting", "accepted", "published", "refused")


@for_clerks
@require_safe
def comments(request: HttpRequest, by: Actor) -> HttpResponse:
    """List comments that wait for a decision, or those of another state."""
    city = city_of(request)
    state = request.GET.get("state", "waiting")
    after = request.GET.get("after", "0")
    if state not in STATES or not (after.isascii() and after.isdecimal() and len(after) < 18):
        raise Http404("no such list")
    found, next_ = queries.comments(city.id, state=state, after=int(after))
    counts = queries.comment_counts(city.id)
    segments = [(f"{name} ({counts[key]})", f"?state={key}", key == state) for key, name in (
        ("waiting", _("To decide")), ("accepted", _("Accepted")),
        ("published", _("Published")), ("refused", _("Refused")),
    )]  # fmt: skip
    rows = [(each, each.topic.partition(":")[2]) for each in found]
    return show(
        request, by, "clerk/comments.html",
        rows=rows, state=state, next=next_, after=int(after), segments=segments, wrong=None,
    )  # fmt: skip


@for_clerks
@require_POST
def decide(request: HttpRequest, by: Actor, key: int) -> HttpResponse:
    """Accept a comment, refuse it with a reason, or take the decision back."""
    city, at = city_of(request), timezone.now()
    do, reason = request.POST.get("do", ""), request.POST.get("reason", "").strip()[:500]
    try:
        if do == "accept":
            contacts.accept_comment(city_id=city.id, comment_id=key, by=by, at=at)
            said = _("Accepted. It is published with the next batch, at noon or at five.")
        elif do == "undo":
            contacts.undecide_comment(city_id=city.id, comment_id=key, by=by, at=at)
            said = _("Taken back. The comment waits again.")
        elif do == "refuse" and reason:
            contacts.refuse_comment(city_id=city.id, comment_id=key, reason=reason, by=by, at=at)
            said = _("Refused. Its writer is told in ten minutes, if they left an address.")
        else:
            return _without_reason(request, by, key)
    except NoSuchComment as fault:
        raise Http404("no such comment") from fault
    except AlreadyDecided:
        messages.error(request, _("Somebody has decided this meanwhile. Nothing was changed."))
    else:
        messages.success(request, said)
    return redirect(reverse("clerk:comments") + ("?state=waiting" if do != "undo" else ""))


def _without_reason(request: HttpRequest, by: Actor, key: int) -> HttpResponse:
    try:
        found = queries.comment(city_of(request).id, key)
    except NoSuchComment as fault:
        raise Http404("no such comment") from fault
    rows = [(found, found.topic.partition(":")[2])]
    return show(
        request, by, "clerk/comments.html", status=422,
        rows=rows, state="waiting", next=0, after=0, segments=(), wrong=found.id,
    )  # fmt: skip
