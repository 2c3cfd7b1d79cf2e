"""Who is given new work, where a rule gives it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody to whom work may be given by rule: not away, and with a capacity."""

    id: int
    departments: frozenset[str]
    """Codes; ``*`` means all."""
    crews: frozenset[str] = frozenset()
    capacity: int
    """How many open requests they may have at once."""
    load: int
    """How many they have."""

    @property
    def free(self) -> int:
        """Return how many more they may have."""
        return self.capacity - self.load

    def takes(self, work: "Work") -> bool:
        """Return whether they may be given it."""
        ours = not self.departments.isdisjoint({work.department, "*"})
        return ours and self.free > 0


@dataclass(frozen=True)
class Work:
    """A request that nobody has yet."""

    id: int
    department: str
    crew: str


def share(work: Iterable[Work], hands: Iterable[Hand]) -> dict[int, int]:
    """
    Return to whom each request goes, the first one first; those that nobody has room for are left.

    It goes to whoever has the fewest, among equals to whoever has the most room. What is a crew's
    goes to its people, unless none of the department's hands belongs to that crew.
    """
    known = {hand.id: hand for hand in hands}
    given: dict[int, int] = {}
    for each in work:
        fit = [hand for hand in _of_crew(each, known.values()) if hand.takes(each)]
        if not fit:
            continue
        chosen = min(fit, key=lambda hand: (hand.load, -hand.free, hand.id))
        given[each.id] = chosen.id
        known[chosen.id] = replace(chosen, load=chosen.load + 1)
    return given


def _of_crew(work: Work, hands: Iterable[Hand]) -> list[Hand]:
    ours = [hand for hand in hands if not hand.departments.isdisjoint({work.department, "*"})]
    crew = [hand for hand in ours if work.crew in hand.crews] if work.crew else []
    return crew or ours
