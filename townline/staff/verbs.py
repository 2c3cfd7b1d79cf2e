"""What may be done to the people and programs that work with a city, and by whom."""

from townline.record.verbs import Reader, Role, Verb

ADMINS = frozenset({Role.ADMIN, Role.SYSTEM})
MEMBER_ROLES = (
    Role.AGENT, Role.WORKER, Role.SUPERVISOR, Role.ANALYST, Role.CLERK, Role.ADMIN
)  # fmt: skip
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
MAILING_SET = Verb(
    "mailing.set", "What {name} is sent was changed", frozenset(MEMBER_ROLES), Reader.STAFF
)
MEMBER_ENABLED = Verb("member.enabled", "{label} may sign in again", ADMINS, Reader.STAFF)
PASSWORD_SET = Verb("member.password_set", "{label} was given a password", ADMINS, Reader.STAFF)
LINK_MADE = Verb(
    "member.link_made", "A link to choose a password was made for {label}", ADMINS, Reader.STAFF
)
PASSWORD_CHOSEN = Verb(
    "member.password_chosen",
    "{label} chose a password by the link",
    frozenset(MEMBER_ROLES),
    Reader.STAFF,
)
OF_MEMBERS = (
    MEMBER_ADDED, MEMBER_CHANGED, MEMBER_DISABLED, MEMBER_ENABLED, PASSWORD_SET, LINK_MADE,
    PASSWORD_CHOSEN,
)  # fmt: skip

KEY_ADDED = Verb("key.added", "The key {name} was made", ADMINS, Reader.STAFF)
KEY_REVOKED = Verb("key.revoked", "The key {name} was revoked", ADMINS, Reader.STAFF)
