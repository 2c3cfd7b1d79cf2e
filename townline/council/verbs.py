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
