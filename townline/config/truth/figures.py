"""A figure of a trial: how many were compared, how many agree, and how many must."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figure:
    """How often the folder agrees with the records in one matter."""

    name: str
    says: str
    """How it is reckoned, in a sentence."""
    least: float | None = None
    """The share that must agree, from 0 to 1; None for a figure that is only told."""
    compared: int = 0
    agree: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    """What those that disagree are down to, by the code of the cause."""
    listed: list[dict[str, str]] = field(default_factory=list)
    """Those that disagree: always with their ``number``, what was ``said`` and what ``found``."""

    @property
    def share(self) -> float | None:
        """The share that agrees; None where there was nothing to compare."""
        return self.agree / self.compared if self.compared else None

    @property
    def short(self) -> bool:
        """Whether less agrees than must; so it is too where there was nothing to compare."""
        return self.least is not None and (self.share is None or self.share < self.least)

    def count(
        self, agrees: bool, told: Callable[[], dict[str, str]] | None = None, *, cause: str = ""
    ) -> None:
        """Count one comparison; of one that fails, list what ``told`` returns."""
        self.compared += 1
        if agrees:
            self.agree += 1
            return
        if cause:
            self.causes[cause] += 1
        if told:
            self.listed.append(told() | ({"cause": cause} if cause else {}))

    def as_json(self) -> dict[str, Any]:
        """Return it as the command prints it."""
        return {
            "name": self.name,
            "says": self.says,
            "compared": self.compared,
            "agree": self.agree,
            "share": None if self.share is None else round(self.share, 5),
            "least": self.least,
            "short": self.short,
            "causes": dict(self.causes.most_common()),
            "disagree": self.listed,
        }
