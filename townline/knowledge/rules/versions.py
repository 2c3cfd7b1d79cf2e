"""The way of an answer that is written on screen: written, reviewed by another, published."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum

from townline.knowledge.rules.answers import SAYS, Article, Standing


class Step(StrEnum):
    """What happens to a version."""

    SUBMITTED = "submitted"
    """Its writer wants it to be reviewed."""
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """It no longer stands above the folder's answer."""


class Stage(StrEnum):
    """Where a version is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


AFTER: Mapping[Stage, Mapping[Step, Stage]] = {
    Stage.DRAFT: {Step.SUBMITTED: Stage.IN_REVIEW},
    Stage.IN_REVIEW: {Step.SENT_BACK: Stage.DRAFT, Step.PUBLISHED: Stage.PUBLISHED},
    Stage.PUBLISHED: {Step.WITHDRAWN: Stage.WITHDRAWN},
    Stage.WITHDRAWN: {},
}
"""Which step may follow where, and where it leads."""


class NotYet(ValueError):
    """A step cannot be taken; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step that was taken."""

    step: Step
    at: datetime
    by: str
    note: str = ""


def stage(steps: Iterable[Step]) -> Stage:
    """
    Return where a version is after steps.

    :raises NotYet: if one of them cannot follow
    """
    found = Stage.DRAFT
    for step in steps:
        after = AFTER[found].get(step)
        if after is None:
            raise NotYet(f"{step.value} cannot follow where it is {found.value}.")
        found = after
    return found


def check_publishing(article: Article, *, writer: str, reviewer: str, on: date) -> None:
    """
    See to it that a version may be published on a day.

    :raises NotYet: if who reviews it wrote it, or it would not be shown: past its review, or with a
        fact that is older than three years or bears no date, and that nobody has made sure of
    """
    if writer == reviewer:
        raise NotYet("Somebody else than its writer reviews it.")
    standing = article.standing(on)
    if standing is not Standing.PUBLISHED:
        raise NotYet(SAYS[standing])


@dataclass(frozen=True)
class Part:
    """A part of a text, beside another one: ``same``, ``added`` or ``removed``."""

    how: str
    text: str


def differences(before: str, after: str) -> Iterator[Part]:
    """
    Yield what differs between two texts, word by word; put together it is both of them.

    >>> [(part.how, part.text) for part in differences("Call us today.", "Call us now.")]
    [('same', 'Call us '), ('removed', 'today.'), ('added', 'now.')]
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for how, a1, a2, b1, b2 in matcher.get_opcodes():
        if how == "equal":
            yield Part("same", "".join(old[a1:a2]))
            continue
        if a2 > a1:
            yield Part("removed", "".join(old[a1:a2]))
        if b2 > b1:
            yield Part("added", "".join(new[b1:b2]))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
