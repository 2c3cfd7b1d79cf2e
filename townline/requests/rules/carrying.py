"""Which answers go along when a request is handled as another service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from townline.catalogue.rules.offers import Offer, Question


@dataclass(frozen=True)
class Carried:
    """Answers by code: those that the other service asks for as well, and all others."""

    kept: dict[str, Any]
    lost: dict[str, Any]


def carry(answers: Mapping[str, Any], before: Offer | None, after: Offer) -> Carried:
    """
    Return which answers fit a question of the same code in the other service.

    What was answered in confidence goes to no question whose answers everyone reads.

    :param before: the service that asked them; None where it is not known any more
    """
    kept = {}
    for question in after.questions:
        if question.code in answers:
            asked = before.question(question.code) if before else None
            fitting = _fitting(answers[question.code], asked, question)
            if fitting is not None:
                kept[question.code] = fitting
    while idle := [code for code in kept if not _is_asked(after, code, kept)]:
        for code in idle:
            del kept[code]
    return Carried(kept, {code: raw for code, raw in answers.items() if code not in kept})


def _fitting(raw: Any, asked: Question | None, question: Question) -> Any:
    """Return the answer as the other question holds it; None where it does not fit."""
    if asked is None or (asked.private and not question.private):
        return None
    if asked.kind == "singlevaluelist" and question.kind == "multivaluelist":
        raw = [raw]
    elif asked.kind != question.kind:
        return None
    return raw if FITS[question.kind](raw, question) else None


def _is_option(raw: Any, question: Question) -> bool:
    chosen = raw if isinstance(raw, list) else [raw]
    taken = {option.key for option in question.options if not option.refer}
    return bool(chosen) and taken.issuperset(map(str, chosen))


def _is_within(raw: Any, question: Question) -> bool:
    low = question.minimum is None or raw >= question.minimum
    return low and (question.maximum is None or raw <= question.maximum)


FITS = {
    "string": lambda raw, question: len(str(raw)) <= question.max_length,
    "number": _is_within,
    "date": lambda raw, question: True,
    "datetime": lambda raw, question: True,
    "singlevaluelist": _is_option,
    "multivaluelist": _is_option,
    "text": lambda raw, question: False,
}
"""Whether an answer of the same kind is one that the question takes."""


def _is_asked(offer: Offer, code: str, kept: Mapping[str, Any]) -> bool:
    question = offer.question(code)
    return question is not None and all(
        not _values(kept.get(other)).isdisjoint(wanted) for other, wanted in question.when.items()
    )


def _values(raw: Any) -> set[str]:
    if raw is None:
        return set()
    return {str(each) for each in raw} if isinstance(raw, list) else {str(raw)}
