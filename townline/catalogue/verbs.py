"""What may be done to the offer between two editions."""

from townline.record.verbs import Role, Verb

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})

SUSPENDED = Verb("service.suspended", "Suspended: {service}", roles=KEEPERS)
RESUMED = Verb("service.resumed", "Offered again: {service}", roles=KEEPERS)

ALL = (SUSPENDED, RESUMED)
