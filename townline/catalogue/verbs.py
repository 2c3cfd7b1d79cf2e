"""What may be done to the offer between two editions."""

from townline.record.verbs import Reader, Role, Verb

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})

SUSPENDED = Verb("service.suspended", "Suspended: {service}", roles=KEEPERS)
RESUMED = Verb("service.resumed", "Offered again: {service}", roles=KEEPERS)

TEXT_MADE = Verb("text.made", "The text {name} was made", KEEPERS, Reader.STAFF)
TEXT_CHANGED = Verb("text.changed", "The text {name} was changed", KEEPERS, Reader.STAFF)
TEXT_ENDED = Verb("text.ended", "The text {name} is used no longer", KEEPERS, Reader.STAFF)

ALL = (SUSPENDED, RESUMED, TEXT_MADE, TEXT_CHANGED, TEXT_ENDED)
