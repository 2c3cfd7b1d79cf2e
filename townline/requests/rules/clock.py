"""A request's clocks: what was promised, when it falls due, and what a pause does to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from townline import hours
from townline.hours import Promise, WorkingWeek


def _(message: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return message


PAUSES = {
    "waiting_resident": _("waiting for the reporter's answer"),
    "materials": _("waiting for materials or parts"),
    "other_party": _("waiting for somebody outside the city"),
    "weather": _("the weather does not allow the work"),
    "no_access": _("the place cannot be reached at the moment"),
    "not_said": _("the reason is not in the record"),
    "planned": _("waiting for other work that is planned there"),
}
"""Why a clock may stand still, in words that a resident reads."""
CHOSEN = tuple(code for code in PAUSES if code not in ("waiting_resident", "not_said"))
"""Those that a department chooses from; the others come about by themselves."""


@dataclass(frozen=True)
class Clock:
    """The moments at which a request's promises fall."""

    respond_by: datetime | None
    due_at: datetime | None


def start(
    at: datetime, *, respond: Promise | None, resolve: Promise | None, week: WorkingWeek
) -> Clock:
    """Return when the department must have answered and finished, counted from ``at``."""
    return Clock(
        respond_by=hours.due(at, respond, week) if respond else None,
        due_at=hours.due(at, resolve, week) if resolve else None,
    )


def left(at: datetime, due_at: datetime | None, week: WorkingWeek) -> timedelta | None:
    """
    Return the working time left at a pause; negative where the promise is already broken.

    A pause cannot mend a broken promise: what was overdue stays overdue by as much.
    """
    if due_at is None:
        return None
    if due_at < at:
        return -hours.worked(due_at, at, week)
    return hours.worked(at, due_at, week)


def resume(
    at: datetime, rest: timedelta | None, was: datetime | None, week: WorkingWeek
) -> datetime | None:
    """
    Return when the promise falls after a pause, ``rest`` being the working time that was left.

    Where none was left, the promise keeps the date that it had.
    """
    if rest is None or was is None:
        return was
    if rest <= timedelta(0):
        return was
    return max(was, hours.add(at, rest, week))


def overdue(at: datetime, due_at: datetime | None, *, paused: bool) -> bool:
    """Return whether a promise is broken now; a clock that stands still breaks none."""
    return not paused and due_at is not None and at > due_at
