"""Two requests that lie near each other and are not the same thing: said once, kept for good."""

from datetime import datetime

from django.db import transaction

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions.change import NoSuchRequest, changing, happen
from townline.requests.models import Apart, ServiceRequest
from townline.requests.rules.submission import Unfit


def set_apart(
    *, city: City, number: str, other: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """
    Say that two requests are not about the same thing: neither is offered for the other again.

    Entered in both records; a second time changes nothing.

    :raises NoSuchRequest: if there is no such other one
    :raises Unfit: if both are one, or one of them joined the other
    """
    if number == other:
        raise Unfit("cannot_set_apart", "other", "a request is the same as itself")
    with transaction.atomic():
        _hold(city, number, other)
        with (
            changing(city, number, seen=seen, beside=(other,)) as request,
            changing(city, other) as second,
        ):
            if request.lead_id == second.pk or second.lead_id == request.pk:
                raise Unfit("cannot_set_apart", "other", "one of them joined the other")
            first, last = sorted((request.pk, second.pk))
            _kept, new = Apart.objects.get_or_create(
                first_id=first, second_id=last, defaults={"since": at, "said_by": by.label}
            )
            if new:
                happen(request, verbs.SET_APART, by=by, at=at, other=other)
                happen(second, verbs.SET_APART, by=by, at=at, other=number)


def _hold(city: City, *numbers: str) -> None:
    """Lock both rows in one order, as ``incidents.merge`` does."""
    rows = ServiceRequest.objects.filter(city_id=city.id, number__in=numbers)
    if len(rows.select_for_update().order_by("id").values_list("id")) < len(numbers):
        raise NoSuchRequest(numbers[1])
