"""What is asked most: by what was counted lately, as soon as that says something."""

from collections.abc import Mapping
from dataclasses import dataclass

WINDOW_DAYS = 90
"""How far back is counted."""
LEAST = 200
"""Of fewer times in all nothing is said: the order would be chance."""
LEAST_ANSWERS = 8
"""Among how many answers these must be spread, so that a few do not order all."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How often answers were opened and given lately."""

    counts: Mapping[str, int]
    """By the code of the answer; one that is missing was not asked."""

    @property
    def counted(self) -> bool:
        """
        Whether there is enough to order answers by it; else the folder's rank does.

        >>> Asked(counts={"lamps": 500}).counted
        False
        >>> Asked(counts=dict.fromkeys("abcdefgh", 25)).counted
        True
        """
        return sum(self.counts.values()) >= LEAST and len(self.counts) >= LEAST_ANSWERS

    def place(self, code: str, rank: int) -> tuple[int, bool, int, str]:
        """
        Return by what an answer is put in order: what is asked most comes first.

        :param rank: what the folder says, from 1; 0 for nothing

        >>> nothing = Asked(counts={})
        >>> sorted("abc", key=lambda code: nothing.place(code, {"b": 1}.get(code, 0)))
        ['b', 'a', 'c']
        """
        count = self.counts.get(code, 0) if self.counted else 0
        return -count, rank == 0, rank, code


NOT_COUNTED = Asked(counts={})
