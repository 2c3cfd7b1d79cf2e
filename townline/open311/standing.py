"""How a request stands after an entry, in the words of the extension for updates."""

from townline.requests import verbs

UNCHANGED = "unchanged"
STATUSES = (
    UNCHANGED, "open", "closed", "fixed", "in_progress", "planned", "action_scheduled",
    "investigating", "duplicate", "not_councils_responsibility", "no_further_action",
    "internal_referral", "cancelled", "reopen", "for_triage",
)  # fmt: skip
"""Every word of the extension. In answers they are in small letters, from clients in large ones."""
AFTER = {
    verbs.ROUTED.code: "open",
    verbs.RECLASSIFIED.code: "open",
    verbs.ACKNOWLEDGED.code: "investigating",
    verbs.STARTED.code: "in_progress",
    verbs.HANDED_OVER.code: "investigating",
    verbs.FORWARDED.code: "investigating",
    verbs.PARTNER_ACCEPTED.code: "in_progress",
    verbs.ASKED.code: "investigating",
    verbs.ANSWERED.code: "in_progress",
    verbs.RESUMED.code: "in_progress",
    verbs.SCHEDULED.code: "action_scheduled",
    verbs.MOVED.code: "action_scheduled",
    verbs.CANCELLED.code: "cancelled",
    verbs.REOPENED.code: "open",
    verbs.JOINED.code: "duplicate",
    verbs.PARTED.code: "open",
    verbs.TAKEN_BACK.code: "open",
    verbs.WORKED_ON.code: "in_progress",
}
"""What leaves the status as it was has no line here."""
ENDS = {
    "done": "fixed",
    "nothing_found": "no_further_action",
    "not_done": "no_further_action",
    "not_ours": "not_councils_responsibility",
    "duplicate": "duplicate",
    "cancelled": "cancelled",
}
"""The kind of an outcome to the word of the extension."""


def after(verb: str, outcome_kind: str) -> str:
    """
    Return how a request stands after an entry.

    >>> after("request.closed", "done"), after("request.overdue", "")
    ('fixed', 'unchanged')
    """
    if verb == verbs.CLOSED.code:
        return ENDS.get(outcome_kind, "closed")
    return AFTER.get(verb, UNCHANGED)
