"""What may happen to a contact that somebody answers."""

from townline.record.verbs import Reader, Role, Verb

ANSWERING = frozenset({Role.AGENT, Role.SUPERVISOR, Role.SYSTEM})
COMING = frozenset({Role.RESIDENT, Role.SYSTEM, Role.AGENT, Role.SUPERVISOR})
BY_ITSELF = frozenset({Role.SYSTEM})

QUEUED = Verb("contact.queued", "Waits in {queue}", COMING, Reader.STAFF)
OFFERED = Verb("contact.offered", "Offered to {agent}", BY_ITSELF, Reader.STAFF)
ANSWERED = Verb("contact.answered", "{agent} answered", ANSWERING, Reader.STAFF)
NOT_ANSWERED = Verb("contact.not_answered", "{agent} did not answer", BY_ITSELF, Reader.STAFF)
ABANDONED = Verb("contact.abandoned", "Gave up waiting", COMING, Reader.STAFF)
RETURNED = Verb("contact.returned", "{agent} was lost; waits again", BY_ITSELF, Reader.STAFF)
TRANSFERRED = Verb("contact.transferred", "Passed on to {queue}", ANSWERING, Reader.STAFF)
OVERFLOWED = Verb(
    "contact.overflowed", "Waited long; waits in {queue} from then on", BY_ITSELF,
    Reader.STAFF,
)  # fmt: skip
ENDED = Verb("contact.ended", "Ended", COMING, Reader.STAFF)
SAID = Verb("contact.said", "Something was said in writing", COMING, Reader.STAFF)
WRAPPED_UP = Verb("contact.wrapped_up", "Written up as {disposition}", ANSWERING, Reader.STAFF)
TAKEN_BY_HAND = Verb(
    "contact.taken_by_hand", "{agent} took it down, past the queue", ANSWERING, Reader.STAFF
)
MARKED = Verb("contact.marked", "Marked: {mark}", ANSWERING, Reader.STAFF)
UNMARKED = Verb("contact.unmarked", "No longer marked: {mark}", ANSWERING, Reader.STAFF)
NOTED = Verb("contact.noted", "{agent} left notes", ANSWERING, Reader.STAFF)
TOLD = Verb("contact.told", "Given the answer {answer}", ANSWERING, Reader.STAFF)
CORRECTED = Verb(
    "contact.corrected", "Written up as {disposition} instead of {before}", ANSWERING, Reader.STAFF
)
LEADERS = frozenset({Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})
AGENT_PUT = Verb("agent.put", "{label} answers at {centre}", LEADERS, Reader.STAFF)
"""Of agents themselves, not of a contact."""
HELD = Verb("contact.held", "Put on hold", ANSWERING, Reader.STAFF)
RESUMED = Verb("contact.resumed", "Taken off hold", ANSWERING, Reader.STAFF)
RECORDING_ALLOWED = Verb(
    "contact.recording_allowed", "Said that the call may be recorded", COMING, Reader.STAFF
)
RECORDING_REFUSED = Verb(
    "contact.recording_refused", "Did not want the call to be recorded", COMING, Reader.STAFF
)

ALL = (
    QUEUED,
    OFFERED,
    ANSWERED,
    NOT_ANSWERED,
    ABANDONED,
    RETURNED,
    TRANSFERRED,
    OVERFLOWED,
    ENDED,
    SAID,
    WRAPPED_UP,
    TAKEN_BY_HAND,
    MARKED,
    UNMARKED,
    NOTED,
    TOLD,
    CORRECTED,
    HELD,
    RESUMED,
    RECORDING_ALLOWED,
    RECORDING_REFUSED,
)
BY_CODE = {verb.code: verb for verb in ALL}
