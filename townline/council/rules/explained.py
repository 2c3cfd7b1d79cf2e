"""A value of the clock with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from townline.council.rules.reasons import Rule, sentence


class Status(StrEnum):
    """How sure a value is."""

    COMPUTED = "computed"
    """It follows from the record by a rule."""
    RECORDED = "recorded"
    """The record says it."""
    ASSUMED = "assumed"
    """It follows by a rule that no evidence has settled."""


@dataclass(frozen=True, slots=True)
class Explained[T]:
    """A value, the rule it follows by, the lines that it rests on, and how sure it is."""

    value: T
    rule: Rule
    reason: str
    """The code of the sentence that says why; see ``reasons.SENTENCES``."""
    facts: Mapping[str, Any]
    """What fills the blanks of that sentence."""
    entries: tuple[int, ...] = ()
    status: Status = Status.COMPUTED
    computed: T | None = None
    """What follows by the rule, where the record says something too."""
    recorded: T | None = None
    """What the record says by itself."""

    @property
    def because(self) -> str:
        """A plain sentence why the value is what it is."""
        return sentence(self.reason, self.facts)

    @property
    def differs(self) -> bool:
        """Whether the record says something else than follows from it."""
        return None not in (self.computed, self.recorded) and self.computed != self.recorded
