"""The life of a service request: which verb may follow which status."""

from collections.abc import Iterable
from enum import StrEnum

from townline.record.verbs import Verb
from townline.requests import verbs


class Status(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    HELD = "held"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    PAUSED = "paused"
    JOINED = "joined"
    CLOSED = "closed"


class OutOfOrder(Exception):
    """A verb may not follow the request's present status."""

    def __init__(self, status: Status | None, verb: Verb) -> None:
        self.status, self.verb = status, verb
        super().__init__(f"{verb.code} may not follow {status or 'nothing'}")


AT_WORK = (Status.OPEN, Status.IN_PROGRESS)
TAKEABLE = (Status.IN_PROGRESS, Status.WAITING, Status.PAUSED, Status.CLOSED)
"""Where a mistake may have led that is taken back at once, to where the request stood before."""
UNDECIDED = (*AT_WORK, Status.WAITING, Status.PAUSED)
WITH_PARTNERS = (
    verbs.HANDED_OVER, verbs.PARTNER_ACCEPTED, verbs.HANDED_BACK, verbs.PARTNER_REPORTED,
    verbs.WRITTEN_AGAIN, verbs.FORWARDED,
)  # fmt: skip
"""What happens between the department and another organisation leaves the request at work."""

COURSE: dict[tuple[Status | None, Verb], Status] = {
    (None, verbs.SUBMITTED): Status.RECEIVED,
    (Status.RECEIVED, verbs.HELD): Status.HELD,
    (Status.HELD, verbs.FREED): Status.RECEIVED,
    (Status.HELD, verbs.CLOSED): Status.CLOSED,
    (Status.RECEIVED, verbs.ROUTED): Status.OPEN,
    (Status.RECEIVED, verbs.JOINED): Status.JOINED,
    (Status.WAITING, verbs.ANSWERED): Status.IN_PROGRESS,
    (Status.PAUSED, verbs.RESUMED): Status.IN_PROGRESS,
    (Status.OPEN, verbs.STARTED): Status.IN_PROGRESS,
    (Status.OPEN, verbs.ACKNOWLEDGED): Status.OPEN,
    (Status.JOINED, verbs.PARTED): Status.RECEIVED,
    (Status.JOINED, verbs.CLOSED): Status.CLOSED,
    (Status.JOINED, verbs.CANCELLED): Status.CLOSED,
    (Status.CLOSED, verbs.REOPENED): Status.RECEIVED,
    (Status.CLOSED, verbs.CONFIRMED): Status.CLOSED,
    (Status.CLOSED, verbs.RATED): Status.CLOSED,
    **{(s, verbs.ASKED): Status.WAITING for s in AT_WORK},
    **{(s, verbs.PAUSED): Status.PAUSED for s in AT_WORK},
    **{(s, verbs.ROUTED): Status.OPEN for s in UNDECIDED},
    **{(s, verbs.RECLASSIFIED): Status.RECEIVED for s in UNDECIDED},
    **{(s, verbs.CLOSED): Status.CLOSED for s in UNDECIDED},
    **{(s, verbs.CANCELLED): Status.CLOSED for s in UNDECIDED},
    **{(s, verbs.JOINED): Status.JOINED for s in UNDECIDED},
    **{(s, verbs.SCHEDULED): s for s in (Status.RECEIVED, *AT_WORK)},
    **{(s, verbs.ASKED_FIRST): s for s in UNDECIDED},
    **{(s, verbs.MOVED): s for s in UNDECIDED},
    **{(s, verbs.LED): s for s in UNDECIDED},
    **{(s, verbs.SET_APART): s for s in UNDECIDED},
    **{(s, verbs.UPDATED): s for s in (*UNDECIDED, Status.JOINED)},
    **{(s, verb): s for s in UNDECIDED for verb in (verbs.ASSIGNED, verbs.UNASSIGNED)},
    **{(s, verb): s for s in UNDECIDED for verb in (verbs.PLANNED, verbs.UNPLANNED)},
    **{(s, verb): s for s in UNDECIDED for verb in WITH_PARTNERS},
    **{(s, verbs.TAKEN_BACK): Status.OPEN for s in TAKEABLE},
    **{(s, verbs.WORKED_ON): Status.IN_PROGRESS for s in TAKEABLE},
    **{(s, verbs.DUE_SOON): s for s in AT_WORK},
    **{(s, verbs.ESCALATED): s for s in AT_WORK},
    **{(s, verbs.OVERDUE): s for s in AT_WORK},
}
"""The whole course. What is not written here is refused."""

ALWAYS = frozenset(
    {
        verbs.SOUNDED_GRAVE,
        verbs.NOTED,
        verbs.RELEASED,
        verbs.WITHHELD,
        verbs.REDACTED,
        verbs.COVERED,
        verbs.CAME_OF,
        verbs.FIRST_ENDED,
        verbs.DESTROYED,
        verbs.PHOTOGRAPHED,
        verbs.FORGOTTEN,
        verbs.WRITTEN,
        verbs.REPLIED,
        verbs.PASSED_ON,
        verbs.PARTNER_WROTE,
    }
)
"""May happen at any time after the submission, and leaves the status alone."""


def after(status: Status | None, verb: Verb) -> Status:
    """
    Return the status once ``verb`` has happened.

    :raises OutOfOrder: if it may not happen now
    """
    if verb in ALWAYS and status is not None:
        return status
    try:
        return COURSE[status, verb]
    except KeyError:
        raise OutOfOrder(status, verb) from None


def possible(status: Status, verb: Verb) -> bool:
    """Return whether ``verb`` may happen now."""
    return verb in ALWAYS or (status, verb) in COURSE


def replay(happened: Iterable[Verb]) -> Status | None:
    """
    Return the status that a record, read from its first entry, must have led to.

    :raises OutOfOrder: if the record could not have come about
    """
    status: Status | None = None
    for verb in happened:
        status = after(status, verb)
    return status
