"""What may be done to what the city tells: bulletins, answers, and what is counted of them."""

from townline.knowledge.actions.answering import (
    NoSuchReason,
    count_unfound,
    count_verdict,
    put_answers,
    sweep_unfound,
)
from townline.knowledge.actions.telling import (
    NothingToEnd,
    check,
    end,
    plain,
    publish,
)

__all__ = [
    "NoSuchReason",
    "NothingToEnd",
    "check",
    "count_unfound",
    "count_verdict",
    "end",
    "plain",
    "publish",
    "put_answers",
    "sweep_unfound",
]
