"""What may be done to what the city tells: bulletins, answers, and what is counted of them."""

from townline.knowledge.actions.answering import (
    NoSuchReason,
    count_asked,
    count_unfound,
    count_verdict,
    put_answers,
    sweep_unfound,
)
from townline.knowledge.actions.emergencies import put_emergencies
from townline.knowledge.actions.telling import (
    NothingToEnd,
    check,
    end,
    plain,
    publish,
)
from townline.knowledge.actions.versions import take_step, write_answer
from townline.knowledge.rules.versions import NotYet

__all__ = [
    "NoSuchReason",
    "NotYet",
    "NothingToEnd",
    "check",
    "count_asked",
    "count_unfound",
    "count_verdict",
    "end",
    "plain",
    "publish",
    "put_answers",
    "put_emergencies",
    "sweep_unfound",
    "take_step",
    "write_answer",
]
