"""What a reporter says after the end: that it is fixed, and how well it went."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions.change import changing, happen
from townline.requests.models import Satisfaction, ServiceRequest
from townline.requests.rules import reopening
from townline.requests.rules.submission import Unfit


def confirm_fixed(*, city: City, number: str, by: Actor, at: datetime) -> None:
    """
    Say that it is fixed.

    :raises Unfit: if it was said already, or was found to be no real request
    """
    with changing(city, number) as request:
        _real(request)
        if Satisfaction.objects.filter(request=request, fixed=True).exists():
            raise Unfit("said", "fixed", "this has been said already")
        happen(request, verbs.CONFIRMED, by=by, at=at)
        _say(request, at, fixed=True)


def rate(*, city: City, number: str, rating: int, by: Actor, at: datetime, text: str = "") -> None:
    """
    Say how well it went, 1 to 5, with words if one likes; another answer replaces the one before.

    :raises Unfit: if this is no rating, or the request was found to be no real one
    """
    reopening.check_rating(rating, text)
    with changing(city, number) as request:
        _real(request)
        happen(request, verbs.RATED, by=by, at=at, note=text, rating=rating)
        _say(request, at, rating=rating)


def not_fixed(request: ServiceRequest, *, at: datetime) -> None:
    """Keep of a request that is being changed that its reporter does not call it fixed."""
    _say(request, at, fixed=False)


def _real(request: ServiceRequest) -> None:
    if request.hidden:
        raise Unfit("rejected", "number", "it was found to be no real request")


def _say(request: ServiceRequest, at: datetime, **said: bool | int) -> None:
    Satisfaction.objects.update_or_create(request=request, defaults={"said_at": at, **said})
