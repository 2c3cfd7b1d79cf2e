"""What can happen to a service request."""

from townline.record.verbs import Reader, Role, Verb

TAKERS = frozenset({Role.RESIDENT, Role.AGENT, Role.PARTNER})
STAFF = frozenset({Role.AGENT, Role.WORKER, Role.SUPERVISOR, Role.ADMIN})
WORKERS = frozenset({Role.WORKER, Role.SUPERVISOR, Role.ADMIN})
LEADERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
PARTNERS = frozenset({Role.PARTNER})
SYSTEM_ONLY = frozenset({Role.SYSTEM})
REPORTERS = frozenset({Role.RESIDENT, Role.AGENT})
JOINERS = TAKERS | WORKERS | SYSTEM_ONLY

SUBMITTED = Verb("request.submitted", "Received through {channel}", TAKERS | SYSTEM_ONLY)
SOUNDED_GRAVE = Verb(
    "request.sounded_grave", "Its words tell of an emergency: marked", SYSTEM_ONLY, Reader.STAFF
)
HELD = Verb(
    "request.held", "Waits for a look by a person before it goes on", SYSTEM_ONLY, Reader.REPORTER
)
FREED = Verb("request.freed", "Looked at and sent on", WORKERS | {Role.AGENT}, Reader.REPORTER)
ROUTED = Verb(
    "request.routed",
    "Sent to {department_name}",
    frozenset({Role.SYSTEM, Role.AGENT}) | LEADERS | {Role.WORKER},
)
RECLASSIFIED = Verb("request.reclassified", "Now handled as {service_name}", WORKERS | {Role.AGENT})
ACKNOWLEDGED = Verb("request.acknowledged", "The department has read it", WORKERS)
STARTED = Verb("request.started", "Work started", WORKERS)
ASKED = Verb("request.asked", "The department asked the reporter a question", WORKERS)
ANSWERED = Verb("request.answered", "The reporter answered", REPORTERS | {Role.PARTNER})
PAUSED = Verb("request.paused", "Paused: {reason_words}", WORKERS)
RESUMED = Verb("request.resumed", "Work goes on", WORKERS)
NOTED = Verb("request.noted", "Note by staff", STAFF, Reader.STAFF)
SCHEDULED = Verb("request.scheduled", "Planned for {date}", TAKERS | WORKERS | SYSTEM_ONLY)
MOVED = Verb("request.moved", "Moved from {from_date} to {date}", TAKERS | WORKERS)
ASKED_FIRST = Verb(
    "request.asked_first", "Another department is asked to do something first", WORKERS
)
CAME_OF = Verb(
    "request.came_of",
    "Another department asked for this, to be done first",
    SYSTEM_ONLY,
    Reader.STAFF,
)
FIRST_ENDED = Verb(
    "request.first_ended",
    "What another department was to do first has ended",
    SYSTEM_ONLY,
    Reader.STAFF,
)
CLOSED = Verb("request.closed", "Closed: {outcome_words}", WORKERS | SYSTEM_ONLY)
CANCELLED = Verb("request.cancelled", "Cancelled: {outcome_words}", TAKERS | WORKERS | SYSTEM_ONLY)
REOPENED = Verb("request.reopened", "Opened again", TAKERS | LEADERS)
CONFIRMED = Verb("request.confirmed", "The reporter says that it is fixed", REPORTERS)
RATED = Verb(
    "request.rated", "The reporter said how well it went: {rating} of 5", REPORTERS, Reader.REPORTER
)
FORGOTTEN = Verb(
    "request.forgotten",
    "The reporter's contact details were deleted",
    LEADERS | {Role.RESIDENT, Role.SYSTEM},
    Reader.REPORTER,
)
JOINED = Verb("request.joined", "Joined to {lead}, which is about the same thing", JOINERS)
LED = Verb("request.led", "Reported by one more person", TAKERS | WORKERS)
PARTED = Verb("request.parted", "No longer joined to {lead}", WORKERS | SYSTEM_ONLY)
RELEASED = Verb("request.released", "Text and photos shown to everyone", WORKERS, Reader.STAFF)
WITHHELD = Verb("request.withheld", "Text and photos withheld", WORKERS, Reader.STAFF)
COVERED = Verb(
    "request.covered", "Parts were blacked out before it was shown", WORKERS, Reader.STAFF
)
DESTROYED = Verb(
    "request.photo_destroyed", "A photo was destroyed as the law asks", LEADERS, Reader.STAFF
)
REDACTED = Verb("request.redacted", "A text was removed as the law asks", LEADERS)
PHOTOGRAPHED = Verb(
    "request.photographed", "Photo added", TAKERS | WORKERS | SYSTEM_ONLY, Reader.REPORTER
)
WRITTEN = Verb("request.written", "The reporter wrote", TAKERS, Reader.REPORTER)
PASSED_ON = Verb(
    "request.passed_on",
    "Somebody wrote about it through {through}",
    PARTNERS,
    Reader.REPORTER,
)
REPLIED = Verb("request.replied", "The department wrote to the reporter", STAFF, Reader.REPORTER)
SET_APART = Verb(
    "request.set_apart",
    "Looked at: not about the same thing as {other}",
    WORKERS | {Role.AGENT},
    Reader.STAFF,
)
ESCALATED = Verb("request.escalated", "Escalated to {to}: {why}", SYSTEM_ONLY, Reader.STAFF)
UPDATED = Verb("request.updated", "News from the department", WORKERS)
DUE_SOON = Verb("request.due_soon", "Due soon", SYSTEM_ONLY, Reader.STAFF)
OVERDUE = Verb("request.overdue", "Not done by the promised date", SYSTEM_ONLY)
ASSIGNED = Verb("request.assigned", "Given to {to}", WORKERS | SYSTEM_ONLY, Reader.STAFF)
UNASSIGNED = Verb(
    "request.unassigned", "No longer given to {was}", WORKERS | SYSTEM_ONLY, Reader.STAFF
)
PLANNED = Verb("request.planned", "Planned for the day of {whose}, {date}", WORKERS, Reader.STAFF)
UNPLANNED = Verb(
    "request.unplanned", "No longer planned for the day of {whose}, {date}", WORKERS, Reader.STAFF
)
HANDED_OVER = Verb(
    "request.handed_over", "Handed over to {partner_name}; the city's promise goes on", WORKERS
)
PARTNER_ACCEPTED = Verb("request.partner_accepted", "{partner_name} has taken it on", PARTNERS)
HANDED_BACK = Verb("request.handed_back", "No longer with {partner_name}", WORKERS | PARTNERS)
PARTNER_REPORTED = Verb(
    "request.partner_reported", "{partner_name} says that the work is done", PARTNERS
)
PARTNER_WROTE = Verb("request.partner_wrote", "{partner_name} wrote", PARTNERS, Reader.STAFF)
FORWARDED = Verb(
    "request.forwarded", "Passed to {partner_name}, number {their_number}", SYSTEM_ONLY
)
WRITTEN_AGAIN = Verb(
    "request.written_again", "{partner_name} was written to once more", WORKERS, Reader.STAFF
)
TAKEN_BACK = Verb("request.taken_back", "Taken back as a mistake; not begun yet", WORKERS)
WORKED_ON = Verb("request.worked_on", "Taken back as a mistake; work goes on", WORKERS)

ALL = (
    SUBMITTED, SOUNDED_GRAVE, HELD, FREED, ROUTED, RECLASSIFIED, ACKNOWLEDGED, STARTED, ASKED,
    ANSWERED, PAUSED, RESUMED, NOTED, SCHEDULED, MOVED, CLOSED, CANCELLED, REOPENED, JOINED, LED,
    PARTED, RELEASED, WITHHELD, REDACTED, PHOTOGRAPHED, WRITTEN, REPLIED, DUE_SOON, OVERDUE,
    CONFIRMED, RATED, SET_APART, ESCALATED, FORGOTTEN, UPDATED, ASSIGNED, UNASSIGNED, PLANNED,
    UNPLANNED, TAKEN_BACK, WORKED_ON, PASSED_ON, HANDED_OVER, PARTNER_ACCEPTED, HANDED_BACK,
    PARTNER_REPORTED, PARTNER_WROTE, WRITTEN_AGAIN, FORWARDED, COVERED, DESTROYED, ASKED_FIRST,
    CAME_OF, FIRST_ENDED,
)  # fmt: skip
BY_CODE = {verb.code: verb for verb in ALL}
