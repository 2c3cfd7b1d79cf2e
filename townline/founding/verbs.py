"""What may be done to a city's description on screen, and by whom."""

from townline.record.verbs import Reader, Role, Verb

EDITORS = frozenset({Role.ADMIN})

BEGUN = Verb("revision.begun", "Begun on edition {edition}", EDITORS, Reader.STAFF)
CHANGED = Verb("revision.changed", "{what}", EDITORS, Reader.STAFF)
TAKEN_BACK = Verb("revision.taken_back", "Taken back: {what}", EDITORS, Reader.STAFF)
BROUGHT_UP = Verb("revision.brought_up", "Brought up to edition {edition}", EDITORS, Reader.STAFF)
PUBLISHED = Verb("revision.published", "Published as edition {edition}", EDITORS, Reader.STAFF)
THROWN_AWAY = Verb("revision.thrown_away", "Thrown away", EDITORS, Reader.STAFF)

ALL = (BEGUN, CHANGED, TAKEN_BACK, BROUGHT_UP, PUBLISHED, THROWN_AWAY)
BY_CODE = {verb.code: verb for verb in ALL}
