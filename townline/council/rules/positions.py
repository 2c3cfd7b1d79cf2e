"""What neighbourhood councils think of a file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Position(StrEnum):
    """What a community impact statement says."""

    FOR = "for"
    FOR_IF_AMENDED = "for_if_amended"
    AGAINST = "against"
    AGAINST_UNLESS_AMENDED = "against_unless_amended"
    NEUTRAL = "neutral"
    NONE = "none"
    """It takes no position."""
    QUESTIONS = "questions"
    """It asks."""
    UNKNOWN = "unknown"
    """The record does not say."""


SPELLINGS = {
    "for": Position.FOR,
    "in favor": Position.FOR,
    "support": Position.FOR,
    "for if amended": Position.FOR_IF_AMENDED,
    "support if amended": Position.FOR_IF_AMENDED,
    "against": Position.AGAINST,
    "oppose": Position.AGAINST,
    "against unless amended": Position.AGAINST_UNLESS_AMENDED,
    "oppose unless amended": Position.AGAINST_UNLESS_AMENDED,
    "neutral": Position.NEUTRAL,
    "neutral position": Position.NEUTRAL,
    "no position": Position.NONE,
    "questions": Position.QUESTIONS,
    "question": Position.QUESTIONS,
}
NOT_A_LETTER = re.compile(r"[^a-z]+")


def position_of(text: str) -> Position | None:
    """Return what a written position means; None where it is none."""
    return SPELLINGS.get(NOT_A_LETTER.sub(" ", text.lower()).strip())


def tally(positions: Iterable[Position]) -> Mapping[Position, int]:
    """Return how many say what, in the order of the positions, those that none takes left out."""
    found = Counter(positions)
    return {each: found[each] for each in Position if found[each]}


SAID = {
    Position.FOR: "For",
    Position.FOR_IF_AMENDED: "For, if amended",
    Position.AGAINST: "Against",
    Position.AGAINST_UNLESS_AMENDED: "Against, unless amended",
    Position.NEUTRAL: "Neutral",
    Position.NONE: "No position",
    Position.QUESTIONS: "Questions",
    Position.UNKNOWN: "Position not said",
}
"""How papers write them."""
