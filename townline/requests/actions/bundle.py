"""The same done to several requests at once, told for each of them, and taken back if need be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from townline.cities.rules.city import City
from townline.record.verbs import Actor, NotAllowed
from townline.requests.actions import assign, days, work
from townline.requests.actions.change import NoSuchRequest, Stale
from townline.requests.actions.holding import held_back
from townline.requests.models import Bundle, BundleRow, ServiceRequest
from townline.requests.queries import owners
from townline.requests.rules.bundles import DEEDS, MOST, TAKEN_BACK_WITHIN, fault_of
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit


@dataclass(frozen=True)
class Chosen:
    """A request that somebody chose, with the last entry that they had before their eyes."""

    number: str
    seen: int


def _share(*, city: City, number: str, by: Actor, at: datetime, seen: int) -> None:
    given = assign.share_out(
        city=city, departments=owners(city, by), numbers=(number,), by=by, at=at
    )
    if not given:
        raise Unfit("nobody_free", "to", "nobody has room for it")


def _note(*, seen: int, **what: Any) -> None:
    work.note(**what)


ACTS: dict[str, Callable[..., None]] = {
    "start": work.start,
    "assign": assign.assign,
    "share": _share,
    "plan": days.plan,
    "note": _note,
    "ask": work.ask,
    "pause": work.pause,
    "close": work.close,
}
REFUSED = (Stale, OutOfOrder, NotAllowed, NoSuchRequest, Unfit)


def do(
    *,
    city: City,
    key: str,
    deed: str,
    chosen: Sequence[Chosen],
    said: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """
    Do one thing to each of the chosen requests, each in a transaction of its own.

    Whatever cannot be done to one of them is kept beside it, as a word. What the reporters are owed
    waits until it can no longer be taken back. A key that was used before does nothing.

    :param deed: one of ``rules.bundles.DEEDS``
    :param said: what the action of the deed is told besides
    :raises ValueError: if there is no such deed, or nothing or too much was chosen
    """
    if deed not in DEEDS or not 0 < len(chosen) <= MOST:
        raise ValueError(f"a bundle is one of {DEEDS}, over 1 to {MOST} requests")
    until = at + TAKEN_BACK_WITHIN
    try:
        with transaction.atomic():
            bundle = Bundle.objects.create(
                city_id=city.id, key=key, member_id=by.member_id, deed=deed, done_at=at, until=until
            )
    except IntegrityError:
        return
    for each in {one.number: one for one in chosen}.values():
        _do_one(bundle, city, each, said, by, at)


def _do_one(
    bundle: Bundle, city: City, each: Chosen, said: Mapping[str, Any], by: Actor, at: datetime
) -> None:
    request = ServiceRequest.objects.filter(city_id=city.id, number=each.number).first()
    if request is None or not by.works_for(request.department):
        return  # nobody is told whether there is such a request
    row = BundleRow(bundle=bundle, request=request, seq=request.seq, before=_before(request))
    try:
        with transaction.atomic(), held_back(bundle.until) as notices:
            _refuse(bundle.deed, request)
            ACTS[bundle.deed](city=city, number=each.number, seen=each.seen, by=by, at=at, **said)
            row.seq = ServiceRequest.objects.values_list("seq", flat=True).get(pk=request.pk)
            row.before["notices"] = notices
            row.save()
    except REFUSED as refusal:
        row.fault, row.before = word_of(refusal), {}
        row.save()


def _refuse(deed: str, request: ServiceRequest) -> None:
    fault = fault_of(
        deed, status=request.status, reports=request.reports,
        has_one=request.assignee_id is not None,
    )  # fmt: skip
    if fault:
        raise Unfit(fault, "row", "this cannot be done to it together with others")


def _before(request: ServiceRequest) -> dict[str, Any]:
    responded = request.responded_at
    return {
        "status": request.status,
        "responded_at": responded.isoformat() if responded else None,
        "assignee": request.assignee_id,
        "crew": request.crew,
    }


def word_of(refusal: Exception) -> str:
    """Return a word for why something was refused."""
    if isinstance(refusal, Unfit):
        return refusal.code
    words = {Stale: "stale", OutOfOrder: "out_of_order", NotAllowed: "not_allowed"}
    return words.get(type(refusal), "gone")
