"""What time itself does to requests: promises that come near, and promises that break."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from townline.record.verbs import SYSTEM, Actor, Verb
from townline.requests import verbs
from townline.requests.actions.change import happen
from townline.requests.models import ServiceRequest
from townline.requests.rules.lifecycle import AT_WORK

SOON = timedelta(hours=24)
MOST = 500
_OPEN = [status.value for status in AT_WORK]


def tend(*, by: Actor = SYSTEM, at: datetime, most: int = MOST) -> int:
    """
    Enter "due soon" and "overdue" where they have come true, once for each promise.

    Takes ``most`` requests a call, skipping those that somebody holds; call again while it
    returns ``most``. Returns how many entries it made.
    """
    broken, near = Q(due_at__lt=at), Q(due_at__gte=at, due_at__lt=at + SOON)
    return _enter(verbs.OVERDUE, "overdue", broken, by=by, at=at, most=most) + _enter(
        verbs.DUE_SOON, "due_soon", near, by=by, at=at, most=most
    )


@transaction.atomic
def _enter(verb: Verb, flag: str, falls: Q, *, by: Actor, at: datetime, most: int) -> int:
    falling = (
        ServiceRequest.objects.select_for_update(skip_locked=True)
        .filter(
            falls,
            closed_at=None,
            paused_at=None,
            status__in=_OPEN,
            origin__in=("live", "demo"),
        )
        .exclude(flags__contains=[flag])
        .exclude(flags__contains=["overdue"])
        .order_by("due_at")[:most]
    )
    count = 0
    for request in falling:
        happen(
            request,
            verb,
            by=by,
            at=at,
            due_at=request.due_at.isoformat() if request.due_at else None,
        )
        request.flags = [*request.flags, flag]
        request.save(update_fields=["flags", "seq", "head", "status", "updated_at"])
        count += 1
    return count
