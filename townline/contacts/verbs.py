"""What may happen to a contact that somebody answers."""

from townline.record.verbs import Reader, Role, Verb

ANSWERING = frozenset({Role.AGENT, Role.SUPERVISOR, Role.SYSTEM})
COMING = frozenset({Role.RESIDENT, Role.SYSTEM, Role.AGENT, Role.SUPERVISOR})
FORGETTING = frozenset({Role.ADMIN, Role.SYSTEM})
BY_ITSELF = frozenset({Role.SYSTEM})
LEADERS = frozenset({Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})
CALLING = frozenset({Role.AGENT, Role.SUPERVISOR})
LOOKING = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN, Role.WORKER})

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
REASSIGNED = Verb("contact.reassigned", "Moved to {queue}", LEADERS, Reader.STAFF)
ENDED = Verb("contact.ended", "Ended", COMING, Reader.STAFF)
SAID = Verb("contact.said", "Something was said in writing", COMING, Reader.STAFF)
WRAPPED_UP = Verb("contact.wrapped_up", "Written up as {disposition}", ANSWERING, Reader.STAFF)
TAKEN_BY_HAND = Verb(
    "contact.taken_by_hand", "{agent} took it down, past the queue", ANSWERING, Reader.STAFF
)
MARKED = Verb("contact.marked", "Marked: {mark}", ANSWERING, Reader.STAFF)
SOUNDED_GRAVE = Verb(
    "contact.sounded_grave", "Its words tell of an emergency: marked", COMING, Reader.STAFF
)
UNMARKED = Verb("contact.unmarked", "No longer marked: {mark}", ANSWERING, Reader.STAFF)
NOTED = Verb("contact.noted", "{agent} left notes", ANSWERING, Reader.STAFF)
TOLD = Verb("contact.told", "Given the answer {answer}", ANSWERING, Reader.STAFF)
CORRECTED = Verb(
    "contact.corrected", "Written up as {disposition} instead of {before}", ANSWERING, Reader.STAFF
)
AGENT_PUT = Verb("agent.put", "{label} answers at {centre}", LEADERS, Reader.STAFF)
"""Of agents themselves, not of a contact."""
HELD = Verb("contact.held", "Put on hold", ANSWERING, Reader.STAFF)
RESUMED = Verb("contact.resumed", "Taken off hold", ANSWERING, Reader.STAFF)
LOST_TOUCH = Verb(
    "contact.lost_touch", "Nothing was heard of their page for {seconds} s", BY_ITSELF, Reader.STAFF
)
RECORDING_ALLOWED = Verb(
    "contact.recording_allowed", "Said that the call may be recorded", COMING, Reader.STAFF
)
RECORDING_REFUSED = Verb(
    "contact.recording_refused", "Did not want the call to be recorded", COMING, Reader.STAFF
)
WAITED_LONG = Verb(
    "contact.waited_long", "Waited as long as {queue} lets anybody wait; asked about: {way_out}",
    BY_ITSELF, Reader.STAFF,
)  # fmt: skip
EXPIRED = Verb("contact.expired", "Nobody in {queue} answered in time", BY_ITSELF, Reader.STAFF)
SORTED = Verb("contact.sorted", "Settled among the letters", COMING, Reader.STAFF)
LEFT_MESSAGE = Verb("contact.left_message", "Left a message instead", COMING, Reader.STAFF)
PROMISED = Verb(
    "contact.callback_promised", "Is called back, between {promised_from} and {promised_until}",
    COMING, Reader.STAFF,
)  # fmt: skip
CANCELLED = Verb("contact.callback_cancelled", "Wants no call back any more", COMING, Reader.STAFF)
CALLED_AGAIN = Verb(
    "contact.called_again", "Called again; {number} has the place now", COMING, Reader.STAFF
)
REACHED = Verb("contact.callback_reached", "Reached by our call", ANSWERING, Reader.STAFF)
NOT_REACHED = Verb(
    "contact.callback_not_reached", "Called in vain, {attempt} of {attempts}; next {not_before}",
    ANSWERING, Reader.STAFF,
)  # fmt: skip
GIVEN_UP = Verb(
    "contact.callback_given_up", "Called in vain for the last time, {attempts}", ANSWERING,
    Reader.STAFF,
)  # fmt: skip
ASKED = Verb("contact.asked", "{of} is asked, as {number}", ANSWERING, Reader.STAFF)
HANDED_OVER = Verb("contact.handed_over", "Handed over to {agent}", ANSWERING, Reader.STAFF)
TAKEN_BACK = Verb("contact.asking_ended", "No more asked", ANSWERING, Reader.STAFF)
CONSENTED = Verb(
    "contact.consented", "Said {answer} to what they were asked: {to}", COMING, Reader.STAFF
)
"""A line of its own, never an entry of a contact."""
DETAILS_SEEN = Verb("contact.details_seen", "Looked up who it was with", LOOKING, Reader.STAFF)
FORGOTTEN = Verb("contact.forgotten", "Forgotten: {what}; {reason}", FORGETTING, Reader.STAFF)
APPRAISED = Verb("agent.appraised", "A contact was appraised", LEADERS, Reader.STAFF)
REPLIED = Verb(
    "agent.replied", "Replied to an appraisal", frozenset({Role.AGENT, Role.SUPERVISOR}),
    Reader.STAFF,
)  # fmt: skip
SHIFT_PUT = Verb("agent.shift_put", "A shift was put or removed", LEADERS, Reader.STAFF)
DIRECTED = Verb("queue.directed", "Directed {queue}", LEADERS, Reader.STAFF)
"""Of queues and agents; never an entry of a contact."""
INVITED = Verb("contact.interpreter_asked", "{agent} asked to interpret", ANSWERING, Reader.STAFF)
JOINED = Verb("contact.interpreter_joined", "{agent} interprets", ANSWERING, Reader.STAFF)
PARTED = Verb("contact.interpreter_left", "{agent} interprets no more", ANSWERING, Reader.STAFF)

LISTENING = frozenset({Role.AGENT, Role.SUPERVISOR})
LEADING = frozenset({Role.SUPERVISOR, Role.SYSTEM})
SETTLED = Verb(
    "contact.settled", "Settled from the list of voice messages: {outcome}", LISTENING, Reader.STAFF
)
LEFT_VOICEMAIL = Verb("recording.left", "Left a voice message", COMING, Reader.STAFF)
RECORDED = Verb("recording.begun", "{agent} records", ANSWERING, Reader.STAFF)
RECORDING_PAUSED = Verb("recording.paused", "Recording paused", ANSWERING, Reader.STAFF)
RECORDING_RESUMED = Verb("recording.resumed", "Recording goes on", ANSWERING, Reader.STAFF)
RECORDING_ENDED = Verb("recording.ended", "Recording ended, {how}", ANSWERING, Reader.STAFF)
LISTENED = Verb("recording.listened", "Listened to", LISTENING, Reader.STAFF)
RECORDING_REMOVED = Verb("recording.removed", "Removed: {why}", LEADING, Reader.STAFF)
VOICEMAIL_DONE = Verb("recording.done", "Done: {outcome}", LISTENING, Reader.STAFF)
VOICEMAIL_REOPENED = Verb("recording.reopened", "Put back on the list", LISTENING, Reader.STAFF)
SOUND_BROUGHT = Verb("recording.brought", "Brought from the carrier", BY_ITSELF, Reader.STAFF)
SOUND_LOST = Verb(
    "recording.lost", "The carrier did not give it up: {fault}", BY_ITSELF, Reader.STAFF
)
SOUND_WANTED = Verb(
    "recording.wanted", "The carrier is asked for it again", LISTENING, Reader.STAFF
)
COPY_REMOVED = Verb("recording.copy_removed", "Removed at the carrier", BY_ITSELF, Reader.STAFF)
OF_CARRIERS = (SOUND_BROUGHT, SOUND_LOST, SOUND_WANTED, COPY_REMOVED)

CALL_CAME = Verb("call.came", "Called {line}", COMING, Reader.STAFF)
CALL_MADE = Verb("call.made", "{agent} calls", CALLING, Reader.STAFF)
CALL_BACK = Verb("call.back", "{agent} calls back", BY_ITSELF, Reader.STAFF)
CALL_TOLD = Verb("call.told", "The menu told: {what}", COMING, Reader.STAFF)
CALL_QUEUED = Verb("call.queued", "Waits in {queue}", COMING, Reader.STAFF)
CALL_RINGS = Verb("call.rings", "The telephone of {agent} rings", BY_ITSELF, Reader.STAFF)
CALL_JOINED = Verb("call.joined", "Joined with {agent}", BY_ITSELF, Reader.STAFF)
CALL_PARTED = Verb("call.parted", "Not with {agent} any more: {why}", BY_ITSELF, Reader.STAFF)
CALL_MESSAGE = Verb("call.message", "Left a message of {seconds} s", BY_ITSELF, Reader.STAFF)
CALL_ENDED = Verb("call.ended", "The call ended: {how}", BY_ITSELF, Reader.STAFF)
OF_CALLS = (
    CALL_CAME,
    CALL_MADE,
    CALL_BACK,
    CALL_TOLD,
    CALL_QUEUED,
    CALL_RINGS,
    CALL_JOINED,
    CALL_PARTED,
    CALL_MESSAGE,
    CALL_ENDED,
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
    REASSIGNED,
    ENDED,
    SAID,
    WRAPPED_UP,
    TAKEN_BY_HAND,
    MARKED,
    SOUNDED_GRAVE,
    UNMARKED,
    NOTED,
    TOLD,
    CORRECTED,
    HELD,
    RESUMED,
    LOST_TOUCH,
    RECORDING_ALLOWED,
    RECORDING_REFUSED,
    WAITED_LONG,
    EXPIRED,
    LEFT_MESSAGE,
    SETTLED,
    SORTED,
    PROMISED,
    CANCELLED,
    CALLED_AGAIN,
    REACHED,
    NOT_REACHED,
    GIVEN_UP,
    ASKED,
    HANDED_OVER,
    TAKEN_BACK,
    CONSENTED,
    DETAILS_SEEN,
    FORGOTTEN,
    DIRECTED,
    APPRAISED,
    REPLIED,
    SHIFT_PUT,
    INVITED,
    JOINED,
    PARTED,
    LEFT_VOICEMAIL,
    RECORDED,
    RECORDING_PAUSED,
    RECORDING_RESUMED,
    RECORDING_ENDED,
    LISTENED,
    RECORDING_REMOVED,
    VOICEMAIL_DONE,
    VOICEMAIL_REOPENED,
    *OF_CARRIERS,
    *OF_CALLS,
)
BY_CODE = {verb.code: verb for verb in ALL}
