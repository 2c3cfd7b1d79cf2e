"""What can happen to a council file."""

from townline.record.verbs import Reader, Role, Verb

CLERKS = frozenset({Role.CLERK, Role.SYSTEM})
READERS_BEHIND = frozenset({Role.CLERK, Role.ADMIN, Role.SYSTEM})
"""Who may read what is restricted."""

INTRODUCED = Verb("file.introduced", "The file was made: {title}", CLERKS)
DESCRIBED = Verb("file.described", "What the file says of itself was changed", CLERKS)
ACTED = Verb("file.acted", "An activity was entered", CLERKS)
CORRECTED = Verb("file.corrected", "Entry {corrects} was corrected", CLERKS)
VOIDED = Verb("file.voided", "Entry {corrects} was taken back: {reason}", CLERKS)
DOCUMENT_FILED = Verb("file.document_filed", "A document was filed: {title}", CLERKS)
DOCUMENT_WITHHELD = Verb(
    "file.document_withheld", "A document was withheld from readers", CLERKS, Reader.STAFF
)
RESTRICTED = Verb("file.restricted", "Restricted to the clerk: {reason}", CLERKS, Reader.STAFF)
OPENED = Verb("file.opened", "Open to everyone", CLERKS, Reader.STAFF)
RECORDED = Verb("file.recorded", "What another system's record says of it was noted", CLERKS)

ALL = (
    INTRODUCED, DESCRIBED, ACTED, CORRECTED, VOIDED, DOCUMENT_FILED, DOCUMENT_WITHHELD,
    RESTRICTED, OPENED, RECORDED,
)  # fmt: skip
ON_COURSE = (ACTED, CORRECTED, VOIDED)
"""The entries that a file's clock reads."""

VOTED = Verb("vote.taken", "A vote was taken: {label}", CLERKS)
VOTE_VOIDED = Verb("vote.voided", "The vote of entry {corrects} was taken back: {reason}", CLERKS)
STATED = Verb("statement.filed", "A neighbourhood council stated what it thinks", CLERKS)
INSTRUCTED = Verb("instruction.given", "To be reported back: {text}", CLERKS)
SATISFIED = Verb("instruction.satisfied", "The report that was asked for came", CLERKS)
ORDAINED = Verb("ordinance.entered", "What is known of its ordinance was entered", CLERKS)
FOLLOWING = (VOTED, VOTE_VOIDED, STATED, INSTRUCTED, SATISFIED, ORDAINED)
"""What else a file's record holds; its clock reads none of it."""

MADE = Verb("meeting.made", "The meeting was set", CLERKS)
CHANGED = Verb("meeting.changed", "The meeting was moved, or what is said of it changed", CLERKS)
POSTED = Verb("meeting.posted", "Version {version} of its agenda was posted", CLERKS)
OPENED_MEETING = Verb("meeting.opened", "The meeting began", CLERKS)
CLOSED_MEETING = Verb("meeting.closed", "The meeting ended", CLERKS)
CANCELLED = Verb("meeting.cancelled", "The meeting was cancelled: {reason}", CLERKS)
LOST_QUORUM = Verb("meeting.lost_quorum", "The meeting ended for want of a quorum", CLERKS)
OF_MEETINGS = (
    MADE, CHANGED, POSTED, OPENED_MEETING, CLOSED_MEETING, CANCELLED, LOST_QUORUM,
)  # fmt: skip
