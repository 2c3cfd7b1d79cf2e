"""Finding the name that was meant among those that exist, by the trigrams that both have."""

from collections import Counter, defaultdict
from collections.abc import Iterable

LEAST = 0.4
"""Below this similarity, two names are two names."""


def trigrams(word: str) -> frozenset[str]:
    """Return the groups of three letters of a name, its beginning and end included."""
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


class Names:
    """Names that can be found by a misspelling of theirs."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._sizes = [len(trigrams(n)) for n in self._names]
        self._with: defaultdict[str, list[int]] = defaultdict(list)
        for position, name in enumerate(self._names):
            for trigram in trigrams(name):
                self._with[trigram].append(position)

    def __len__(self) -> int:
        return len(self._names)

    def like(self, word: str, limit: int = 3) -> list[tuple[str, float]]:
        """
        Return the most similar names, the best first, each with its similarity up to 1.

        The similarity is the number of trigrams in both over that in either.
        """
        wanted = trigrams(word)
        shared = Counter(p for t in wanted for p in self._with.get(t, ()))
        scored = [
            (count / (len(wanted) + self._sizes[position] - count), self._names[position])
            for position, count in shared.items()
        ]
        best = sorted((-score, name) for score, name in scored if score >= LEAST)
        return [(name, -score) for score, name in best[:limit]]
