"""What an answer says, who answers for it, and when it may be shown."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from townline.cities.rules.city import Words
from townline.topics.rules.topics import Topic
from townline.ui import markdown

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
TAKEN = ("search",)
"""Words that an address of ours has in the place of a code."""
FACTS_LAST_YEARS = 3
"""How long a fact is believed without anybody having made sure of it."""
LONGEST_QUESTION = 120
MOST_WORDS = 150
"""Longer answers are not read to their end."""
TEXT_FOUND = 600
"""Characters of an answer by which it is found, beside its question and synonyms."""


class Standing(StrEnum):
    """Whether an answer is shown, and if not, why."""

    PUBLISHED = "published"
    EXPIRED = "expired"
    REVIEW_DUE = "review_due"
    OLD_FACT = "old_fact"
    UNDATED_FACT = "undated_fact"


SAYS = {
    Standing.PUBLISHED: "It is published.",
    Standing.EXPIRED: "It has expired.",
    Standing.REVIEW_DUE: "Its review is past due.",
    Standing.OLD_FACT: f"A fact of it is older than {FACTS_LAST_YEARS} years.",
    Standing.UNDATED_FACT: "The source of a fact bears no date.",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact of an answer is from."""

    bears_out: str
    """Which fact."""
    title: str
    publisher: str
    year: int | None
    """Of the source itself; None where it bears no date."""
    address: str
    checked: date | None = None
    """When somebody made sure that the fact still holds."""

    def trouble(self, on: date) -> Standing:
        """Return what keeps the fact from being believed on a day; ``PUBLISHED`` for nothing."""
        if self.checked and _years_before(on) <= self.checked:
            return Standing.PUBLISHED
        if self.year is None:
            return Standing.UNDATED_FACT
        old = on.year - self.year > FACTS_LAST_YEARS
        return Standing.OLD_FACT if old else Standing.PUBLISHED

    def until(self) -> date:
        """Return the last day on which the fact is believed as it stands; ``date.min``: on none."""
        of_year = date(self.year + FACTS_LAST_YEARS, 12, 31) if self.year else date.min
        return max(of_year, _years_after(self.checked)) if self.checked else of_year


@dataclass(frozen=True, kw_only=True)
class Article:
    """An answer to one question, as the city's folder has it."""

    code: str
    question: Words
    bodies: Words
    """The answer itself in Markdown, in the same languages."""
    owner: str
    """The department that answers for it."""
    reviewed: date
    review_by: date
    expires: date | None = None
    """The first day on which it is no longer true."""
    services: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    """Which it is about, beside its owner."""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people type who ask this, by language."""
    asked: int = 0
    """Its place among what is asked most, from 1; 0 for none."""
    sources: tuple[Source, ...]
    demo: bool = False
    """Whether nobody of the city reviewed it, but a demonstration says so."""
    unreviewed: tuple[str, ...] = ()
    """Languages of which nobody has reviewed the translation."""

    def standing(self, on: date) -> Standing:
        """Return whether it is shown on a day of the city, and if not, why."""
        if self.expires and on >= self.expires:
            return Standing.EXPIRED
        if on > self.review_by:
            return Standing.REVIEW_DUE
        troubles = (source.trouble(on) for source in self.sources)
        return next((t for t in troubles if t is not Standing.PUBLISHED), Standing.PUBLISHED)

    def until(self) -> date:
        """Return the last day on which it is shown if nobody looks at it before."""
        days = [self.review_by, *(source.until() for source in self.sources)]
        return min(days + ([self.expires - timedelta(days=1)] if self.expires else []))

    def language_for(self, language: str) -> str:
        """Return the language in which a reader of one gets it."""
        for code in (language, language.split("-")[0]):
            if code in self.bodies:
                return code
        return next(iter(self.bodies))

    def is_about(self, *, department: str = "", service: str = "") -> bool:
        """Return whether it has to do with a department and a service; nothing means any."""
        departments = (self.owner, *self.departments)
        return (not department or department in departments) and (
            not service or service in self.services
        )

    def topics(self) -> tuple[Topic, ...]:
        """Return what it is found by: its question, synonyms and words, in each language."""
        return tuple(
            Topic(
                kind="answer",
                code=self.code,
                language=language,
                name=question,
                synonyms=self.synonyms.get(language, ()),
                text=markdown.plain(self.bodies.get(language, ""))[:TEXT_FOUND],
            )
            for language, question in self.question.items()
        )


def _years_after(checked: date) -> date:
    """Return the last day whose ``_years_before`` is no later than a day."""
    year = checked.year + FACTS_LAST_YEARS
    if (checked.month, checked.day) == (2, 28) and calendar.isleap(year):
        return date(year, 2, 29)
    leap = (checked.month, checked.day) == (2, 29)
    return date(year, 2, 28) if leap else checked.replace(year=year)


def _years_before(on: date) -> date:
    year = on.year - FACTS_LAST_YEARS
    leap = (on.month, on.day) == (2, 29)
    return date(year, 2, 28) if leap else on.replace(year=year)
