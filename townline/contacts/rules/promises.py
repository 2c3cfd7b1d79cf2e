"""What may be promised to those who want to be called back, and for when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import floor

from townline.contacts.rules.waits import Estimate, Seen


class WhyNot(StrEnum):
    """Why nothing is promised."""

    NOT_HERE = "not_here"
    """The queue calls nobody back, or what waits is not spoken."""
    NO_NUMBER = "no_number"
    CANNOT_SAY = "cannot_say"
    """Nobody answers, or too little is known to say when."""
    SHORT_WAIT = "short_wait"
    """Waiting on takes no longer than an offer is worth."""
    FULL = "full"
    """The agents who are there answer no more than this today."""


@dataclass(frozen=True, kw_only=True)
class CallWindow:
    """Between which moments somebody is called back."""

    begins: datetime
    ends: datetime


def room_left(*, places: int, left: timedelta, seen: Seen, share: float, waiting: int) -> int:
    """
    Return to how many a call back may still be promised today.

    Unlimited promises grow without bound, since who was promised does not give up. So all who
    wait, with those who were promised, take no more than a share of what can be answered.

    :param left: how long the queue is still open today
    :param share: of what the agents can answer until then
    :param waiting: how many wait, with those whom we promised to call

    >>> seen = Seen(handled=10, handled_s=3000)
    >>> room_left(places=4, left=timedelta(hours=1), seen=seen, share=0.5, waiting=20)
    4
    """
    if places < 1 or not seen.handled or seen.handled_s <= 0:
        return 0
    answered = places * left.total_seconds() * seen.handled / seen.handled_s
    return max(0, floor(answered * share) - waiting)


def window(
    estimate: Estimate, at: datetime, *, quiet_until: datetime | None, closes: datetime | None
) -> CallWindow:
    """
    Return when somebody is told that we call: as the wait is estimated, in nobody's quiet hours.

    :param closes: when the queue closes; None: not soon
    """
    begins = at + timedelta(seconds=estimate.low_s)
    ends = at + timedelta(seconds=estimate.high_s)
    if quiet_until is not None and quiet_until > begins:
        begins, ends = quiet_until, quiet_until + (ends - at)
    elif closes is not None and begins < closes < ends:
        ends = closes
    return CallWindow(begins=begins, ends=ends)
