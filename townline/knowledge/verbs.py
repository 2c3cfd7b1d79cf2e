"""What may be done to a bulletin."""

from townline.record.verbs import Role, Verb

TELLERS = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMIN, Role.SYSTEM})

PUBLISHED = Verb("bulletin.published", "Published", roles=TELLERS)
REPLACED = Verb("bulletin.replaced", "Replaced by {number}", roles=TELLERS)
ENDED = Verb("bulletin.ended", "Ended", roles=TELLERS)

REVIEWERS = frozenset({Role.SUPERVISOR, Role.ADMIN})

ANSWER_WRITTEN = Verb("answer.written", "Written", roles=TELLERS)
ANSWER_SUBMITTED = Verb("answer.submitted", "To be reviewed", roles=TELLERS)
ANSWER_SENT_BACK = Verb("answer.sent_back", "Sent back", roles=REVIEWERS)
ANSWER_PUBLISHED = Verb("answer.published", "Reviewed and published", roles=REVIEWERS)
ANSWER_WITHDRAWN = Verb("answer.withdrawn", "Withdrawn", roles=REVIEWERS)
"""Of answers that are written on screen; each is a step of a version."""

ALL = (PUBLISHED, REPLACED, ENDED)
BY_CODE = {verb.code: verb for verb in ALL}
