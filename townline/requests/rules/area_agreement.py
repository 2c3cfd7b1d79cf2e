"""Whether the areas that imported data names are those that its points lie in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from townline.geography.rules.place import AreaRef


@dataclass
class AreaAgreement:
    """How often the named area is one that was found, by kind of area."""

    compared: Counter[str] = field(default_factory=Counter)
    agree: Counter[str] = field(default_factory=Counter)

    def compare(self, named: Mapping[str, str], found: Sequence[AreaRef]) -> None:
        """
        Compare the areas that a row names with those that hold its point.

        Only kinds that the row names count. Where several areas of a kind hold the point, one of
        them being named is enough; where none does, the row is not agreed with.
        """
        for kind, text in named.items():
            said = spelt(text)
            self.compared[kind] += 1
            for ref in found:
                if ref.kind == kind and said in spellings(ref.code, ref.name):
                    self.agree[kind] += 1
                    break

    def add(self, other: "AreaAgreement") -> None:
        """Count what another has counted too."""
        self.compared.update(other.compared)
        self.agree.update(other.agree)

    def as_json(self) -> dict[str, dict[str, int]]:
        """Return the counts by kind."""
        return {
            kind: {"compared": count, "agree": self.agree[kind]}
            for kind, count in self.compared.items()
        }


@lru_cache(maxsize=4096)
def spelt(text: str) -> str:
    """Return a code or name without what is only a way of writing it: case, spaces, zeros."""
    plain = " ".join(text.split()).casefold()
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain


@lru_cache(maxsize=4096)
def spellings(code: str, name: str) -> frozenset[str]:
    """Return what an area may be called: by its code or by its name."""
    return frozenset((spelt(code), spelt(name)))
