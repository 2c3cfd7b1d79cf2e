"""How a hand-over to another organisation stands, from what is known of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ENDS = ("partner", "staff", "closing")
"""By whom a hand-over ends: it gives the request back, staff take it back, the request closes."""
KEPT = timedelta(days=60)
"""How long a partner's page stays open after the day by which the work is to be done."""
LONGEST = timedelta(days=366)
"""How far ahead that day may lie."""
SOON = timedelta(days=2)
"""How long before that day a partner is reminded."""


class Standing(StrEnum):
    """Where a hand-over stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REPORTED = "reported"
    GIVEN_BACK = "given_back"
    TAKEN_BACK = "taken_back"
    OVER = "over"
    EXPIRED = "expired"


RUNNING = (Standing.WAITING, Standing.ACCEPTED, Standing.REPORTED)
"""Where the partner can still do something."""


@dataclass(frozen=True, kw_only=True)
class Handing:
    """A hand-over: its moments, None for what has not come."""

    expires_at: datetime
    accepted_at: datetime | None = None
    reported_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""


def standing(handing: Handing, *, closed: bool, at: datetime) -> Standing:
    """
    Return where a hand-over stands at a moment.

    :param closed: whether the request itself is closed, which ends all that others do with it
    """
    if handing.ended_at:
        ends = {"partner": Standing.GIVEN_BACK, "staff": Standing.TAKEN_BACK}
        return ends.get(handing.ended_by, Standing.OVER)
    if closed:
        return Standing.OVER
    if at >= handing.expires_at:
        return Standing.EXPIRED
    if handing.reported_at:
        return Standing.REPORTED
    return Standing.ACCEPTED if handing.accepted_at else Standing.WAITING
