"""What may be done to a bulletin."""

from townline.record.verbs import Role, Verb

TELLERS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})

PUBLISHED = Verb("bulletin.published", "Published", roles=TELLERS)
REPLACED = Verb("bulletin.replaced", "Replaced by {number}", roles=TELLERS)
ENDED = Verb("bulletin.ended", "Ended", roles=TELLERS)

ALL = (PUBLISHED, REPLACED, ENDED)
BY_CODE = {verb.code: verb for verb in ALL}
