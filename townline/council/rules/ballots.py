"""Votes: how each one voted, what that adds up to, and whether it was enough."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from townline.council.rules.settings import CouncilSettings

TALLY = re.compile(r"\(?\s*(\d{1,3})\s*[-–—]\s*(\d{1,3})\s*[-–—]\s*(\d{1,3})\s*\)?")


class Option(StrEnum):
    """What a ballot can say."""

    YES = "yes"
    NO = "no"
    ABSENT = "absent"
    RECUSED = "recused"
    ABSTAIN = "abstain"


WORDS = {
    "yes": Option.YES, "aye": Option.YES, "y": Option.YES, "affirmative": Option.YES,
    "no": Option.NO, "nay": Option.NO, "n": Option.NO, "negative": Option.NO,
    "absent": Option.ABSENT, "excused": Option.ABSENT, "not voting": Option.ABSENT,
    "recused": Option.RECUSED, "conflict": Option.RECUSED,
    "abstain": Option.ABSTAIN, "abstained": Option.ABSTAIN, "abstention": Option.ABSTAIN,
}  # fmt: skip
"""How records write them."""


class Method(StrEnum):
    """How it was asked."""

    ROLL_CALL = "roll_call"
    CONSENT = "consent"
    VOICE = "voice"


class Question(StrEnum):
    """What was asked."""

    ADOPT = "adopt"
    AMEND = "amend"
    RECONSIDER = "reconsider"
    CONTINUE = "continue"
    REFER = "refer"
    RECEIVE = "receive"
    WITHOUT_HEARING = "without_hearing"
    URGENCY = "urgency"
    OFF_AGENDA = "off_agenda"
    FORTHWITH = "forthwith"
    OVERRIDE = "override"
    OTHER = "other"
    UNKNOWN = "unknown"
    """A record that left it empty."""


class Result(StrEnum):
    """What came of it."""

    CARRIED = "carried"
    LOST = "lost"
    UNDECIDED = "undecided"
    """Neither side had the votes: rules such as Rule 53 put the item over to the next meeting."""


class Unclear(ValueError):
    """A ballot or a tally is written in a way that nobody knows; the text says which."""


class TallyDisagrees(ValueError):
    """A tally is not the sum of its ballots; the text gives both."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many voted how."""

    yes: int = 0
    no: int = 0
    absent: int = 0
    recused: int = 0
    abstain: int = 0

    @property
    def everyone(self) -> int:
        """How many there are, present or not."""
        return self.yes + self.no + self.absent + self.recused + self.abstain

    def written(self) -> str:
        """Return it as printed: yes, no, and all who did neither."""
        return f"{self.yes} - {self.no} - {self.everyone - self.yes - self.no}"


def option_of(word: str) -> Option:
    """
    Return what a word on a ballot means.

    :raises Unclear: if it is none that is known
    """
    found = WORDS.get(" ".join(word.split()).lower())
    if found is None:
        raise Unclear(f"a ballot cannot say {word!r}; it says one of: {', '.join(sorted(WORDS))}")
    return found


def count(options: Iterable[Option]) -> Tally:
    """Return the sum of ballots."""
    by = Counter(options)
    return Tally(
        yes=by[Option.YES],
        no=by[Option.NO],
        absent=by[Option.ABSENT],
        recused=by[Option.RECUSED],
        abstain=by[Option.ABSTAIN],
    )


def read_tally(text: str) -> tuple[int, int, int]:
    """
    Return yes, no and neither of a written tally such as ``(14 - 0 - 1)``.

    :raises Unclear: if it is not of that form
    """
    found = TALLY.fullmatch(text.strip())
    if found is None:
        raise Unclear(f"a tally looks like (14 - 0 - 1), not like {text!r}")
    yes, no, neither = map(int, found.groups())
    return yes, no, neither


def prove(given: str, counted: Tally) -> None:
    """
    Compare a written tally with the ballots.

    :raises TallyDisagrees: if they say different things
    :raises Unclear: if the tally cannot be read
    """
    if read_tally(given) != read_tally(counted.written()):
        raise TallyDisagrees(
            f"the tally says {given.strip('() ')}, the ballots add up to {counted.written()}"
        )


def needed(question: Question, threshold: str, settings: CouncilSettings) -> int:
    """
    Return how many must say yes.

    :param threshold: a name of the settings' thresholds that the item itself bears; empty: the
        question decides
    """
    for name in (threshold, question.value):
        if name in settings.thresholds:
            return settings.thresholds[name]
    return settings.majority


def result(tally: Tally, needed: int, members: int) -> Result:
    """Return whether it was enough, can never be, or was neither."""
    if tally.yes >= needed:
        return Result.CARRIED
    return Result.LOST if tally.no > members - needed else Result.UNDECIDED


def everyone_yes_but(members: Iterable[str], exceptions: Mapping[str, Option]) -> dict[str, Option]:
    """Return the ballots of a body in which all said yes but those who are named."""
    return {member: exceptions.get(member, Option.YES) for member in members}


QUESTIONS = (
    ("reconsider", Question.RECONSIDER),
    ("adopted", Question.ADOPT),
    ("approved", Question.ADOPT),
    ("amend", Question.AMEND),
    ("continue", Question.CONTINUE),
    ("refer", Question.REFER),
    ("receive", Question.RECEIVE),
    ("overrid", Question.OVERRIDE),
    ("urgen", Question.URGENCY),
)
"""What stands in a label of an action, the telling words first."""


def question_of(label: str) -> Question:
    """Return what was asked, by the label that a record gives its vote."""
    text = label.lower()
    if not text.strip():
        return Question.UNKNOWN
    return next((asked for word, asked in QUESTIONS if word in text), Question.OTHER)


HELD_OVER = "ordinance over"


def holds_over(label: str) -> bool:
    """Return whether the vote adopted an ordinance that needs a second reading."""
    return HELD_OVER in " ".join(label.lower().split())
