"""What residents can find by their own words."""

from dataclasses import dataclass

from townline.topics.rules import words
from townline.topics.rules.ranking import NAME, SYNONYM, TEXT

KINDS = ("service", "answer")


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A service or an answer, as it is called and described in one language."""

    kind: str
    code: str
    language: str
    name: str
    synonyms: tuple[str, ...] = ()
    """What else people call it."""
    text: str = ""
    """A short description."""

    @property
    def phrases(self) -> list[tuple[str, str]]:
        """The phrases that a question is compared with: where each is from, and its words."""
        said = [(NAME, self.name), *((SYNONYM, each) for each in self.synonyms), (TEXT, self.text)]
        found = [(part, " ".join(words.tokens(words.plain(text)))) for part, text in said]
        return list(dict.fromkeys(phrase for phrase in found if phrase[1]))

    def part(self, part: str) -> str:
        """Return the words of all phrases from one part."""
        return " ".join(text for where, text in self.phrases if where == part)
