"""Messages that callers left with a carrier: their sound is brought, the carrier's copy removed."""

import logging
from datetime import datetime
from typing import Any

import httpx

from townline.channels.carrier import Carrier, Gone, NoSound, NotTaken, carrier
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.contacts.actions import left_with_carrier as messages
from townline.contacts.actions.left_with_carrier import ErrandToRun
from townline.contacts.rules.carried import Errand
from townline.contacts.rules.recording import UnfitRecording
from townline.record.verbs import SYSTEM

log = logging.getLogger(__name__)
FOR_GOOD = (Gone, UnfitRecording)
"""After these the same would come again."""


def bring_for_all(*, at: datetime) -> None:
    """Run the errands of all cities."""
    for city in cities.every() if carrier() else ():
        bring(city, at=at)


def bring(city: City, *, at: datetime) -> int:
    """
    Bring the messages that lie with the carrier, have its copies removed; return how many errands.

    Nothing of the network happens within a transaction, and none of them stops the others.
    """
    known = carrier()
    if known is None:
        return 0
    errands = messages.claim_errands(city=city, by=SYSTEM, at=at)
    for each in errands:
        _run(known, city, each, at)
    return len(errands)


def _run(known: Carrier, city: City, errand: ErrandToRun, at: datetime) -> None:
    said: dict[str, Any] = {"city": city, "errand_id": errand.id, "by": SYSTEM, "at": at}
    try:
        if errand.errand is Errand.FETCH:
            messages.keep_sound(**said, sound=known.fetch(errand.sid))
        else:
            _remove(known, errand.sid)
            messages.copy_removed(**said)
    except (httpx.HTTPError, NotTaken, NoSound, OSError, *FOR_GOOD) as fault:
        words = _words(fault)
        log.warning("message %s, %s: %s", errand.number, errand.errand, words)
        messages.errand_failed(
            **said, errand=errand.errand, fault=words, for_good=isinstance(fault, FOR_GOOD)
        )


def _remove(known: Carrier, sid: str) -> None:
    try:
        known.remove(sid)
    except Gone:
        return  # which is what was wanted


def _words(fault: Exception) -> str:
    """Return what went wrong without any address or number of a caller."""
    if isinstance(fault, NotTaken):
        return f"it answered {fault.status}"
    if isinstance(fault, Gone):
        return "it has it no more"
    return str(fault) if isinstance(fault, ValueError) else type(fault).__name__
