"""Finding the name that was meant among those that exist: by trigrams, then by the slips made."""

from collections import Counter, defaultdict
from collections.abc import Iterable

ALIKE = 0.3
"""Names that share fewer of their trigrams are not looked at."""
LOOKED_AT = 12
"""So many names are looked at, those that share most."""
LIKENESS = (1.0, 0.75, 0.5)
"""How sure it is that a name was meant, by the slips that would have been made."""
LETTERS_A_SLIP = 4
"""A name must have so many letters for each slip in it."""


def trigrams(word: str) -> frozenset[str]:
    """Return the groups of three letters of a name, its beginning and end included."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def slips(one: str, other: str, most: int) -> int:
    """Return how many letters were left out, added, changed or swapped; ``most`` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


class Names:
    """Names that can be found by a misspelling of theirs."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._known = frozenset(self._names)
        self._sizes = [len(trigrams(n)) for n in self._names]
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for position, name in enumerate(self._names):
            for trigram in trigrams(name):
                self._with[trigram].append(position)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def like(self, word: str, limit: int = 3) -> list[tuple[str, float]]:
        """
        Return the names of which a word may be a misspelling, the likeliest first.

        Each comes with its likeness up to 1. A figure is never taken for a slip: 78TH is not 79TH.
        """
        most = min(len(word) // LETTERS_A_SLIP, len(LIKENESS) - 1)
        digits = _digits(word)
        scored = [
            (-LIKENESS[made], -shared, name)
            for shared, name in self._sharing(word)
            if (made := slips(word, name, most)) <= most and _digits(name) == digits
        ]
        return [(name, -likeness) for likeness, _, name in sorted(scored)[:limit]]

    def _sharing(self, word: str) -> list[tuple[float, str]]:
        """The names that share most trigrams with a word, in both over in either."""
        wanted = trigrams(word)
        shared = Counter(p for t in wanted for p in self._with.get(t, ()))
        scored = (
            (count / (len(wanted) + self._sizes[position] - count), self._names[position])
            for position, count in shared.items()
        )
        return sorted((s for s in scored if s[0] >= ALIKE), key=lambda s: (-s[0], s[1]))[:LOOKED_AT]


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())
