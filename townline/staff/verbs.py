"""What may be done to the people and programs that work with a city, and by whom."""

from townline.record.verbs import Reader, Role, Verb

ADMINS = frozenset({Role.ADMIN, Role.SYSTEM})
MEMBER_ROLES = (Role.AGENT, Role.WORKER, Role.SUPERVISOR, Role.ANALYST, Role.ADMIN)
"""What a member of staff may be; the other roles belong to residents, partners and Townline."""

MEMBER_ADDED = Verb("member.added", "{label} was added", ADMINS, Reader.STAFF)
MEMBER_CHANGED = Verb("member.changed", "{label} was changed", ADMINS, Reader.STAFF)
MEMBER_DISABLED = Verb("member.disabled", "{label} was disabled", ADMINS, Reader.STAFF)
LEADERS = frozenset({Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})
DUTY_SET = Verb("member.duty_set", "What {label} takes on was changed", LEADERS, Reader.STAFF)
FILTER_SAVED = Verb(
    "filter.saved", "The filter {name} was saved", frozenset(MEMBER_ROLES), Reader.STAFF
)
FILTER_REMOVED = Verb(
    "filter.removed", "The filter {name} was removed", frozenset(MEMBER_ROLES), Reader.STAFF
)
KEY_ADDED = Verb("key.added", "The key {name} was made", ADMINS, Reader.STAFF)
KEY_REVOKED = Verb("key.revoked", "The key {name} was revoked", ADMINS, Reader.STAFF)
