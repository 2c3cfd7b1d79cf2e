"""After the end: until when its reporter may say that it is not done, and what they may say."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from townline.requests.rules.submission import Unfit

REASONS = {
    "still_there": "It is still there",
    "came_back": "It came back",
    "half_done": "Only part of it was done",
    "wrong_place": "The work was done at another place",
    "wrong_answer": "The answer does not fit what was reported",
    "other": "Something else",
}
"""Why a request is opened again. English; pages mark these sentences for translation."""
WORST, BEST = 1, 5
"""Between which a reporter says how well it went."""


def until(closed_at: datetime | None, *, days: int) -> datetime | None:
    """Return until when a request may be opened again by its reporter; None while it is open."""
    return closed_at + timedelta(days=days) if closed_at else None


def check_reasons(reasons: Sequence[str], text: str) -> None:
    """
    Refuse to open a request again without a reason that somebody can act on.

    :raises Unfit: if a reason is unknown or given twice, or nothing is said at all, or the only
        reason is "something else" without words
    """
    if len(text) > 4000 or "\x00" in text:
        raise Unfit("bad_text", "reason", "4000 characters are allowed, without null characters")
    if len(set(reasons)) != len(reasons) or not set(reasons) <= REASONS.keys():
        raise Unfit("bad_reason", "reasons", "choose among the reasons that are offered")
    if not text.strip() and not set(reasons) - {"other"}:
        raise Unfit("empty", "reason", "say what is still wrong")


def check_rating(rating: int, text: str) -> None:
    """
    Refuse an answer that is none.

    :raises Unfit: if the rating is not a whole number from 1 to 5, or the words are too long
    """
    if not WORST <= rating <= BEST:
        raise Unfit("bad_rating", "rating", f"choose a number from {WORST} to {BEST}")
    if len(text) > 2000 or "\x00" in text:
        raise Unfit("bad_text", "text", "2000 characters are allowed, without null characters")
