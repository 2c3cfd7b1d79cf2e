"""Ready texts: what staff often write to reporters, kept in the city's languages, with fields."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from townline.cities.rules.city import Words

DEEDS = ("reply", "ask", "close")
"""What a text may be for: writing to the reporter, asking them, the remark at the end."""
FIELDS = ("number", "service", "place", "due", "department", "link")
"""What a text may name in braces, to be filled in from the request."""
LONGEST = 2000
LONGEST_NAME = 80
_FIELD = re.compile(r"\{([^{}\n]*)\}")


class Unready(ValueError):
    """A text cannot be kept: which part is wrong, and what is to be done."""

    def __init__(self, part: str, says: str, language: str = "") -> None:
        self.part, self.says, self.language = part, says, language
        super().__init__(says)


@dataclass(frozen=True, kw_only=True)
class ReadyText:
    """One text with what it is for."""

    name: str
    """What staff choose it by."""
    words: Words
    deeds: tuple[str, ...]
    services: tuple[str, ...] = ()
    """Codes; none means all of them."""
    departments: tuple[str, ...] = ()
    """Codes; none means all of them."""

    def fits(self, deed: str, *, service: str, department: str) -> bool:
        """Return whether it may be used for this."""
        return (
            deed in self.deeds
            and (not self.services or service in self.services)
            and (not self.departments or department in self.departments)
        )


def strangers(text: str) -> Iterator[tuple[int, str]]:
    """Yield the fields that a text names and that nothing fills, with the number of their line."""
    for number, line in enumerate(text.splitlines(), 1):
        for name in _FIELD.findall(line):
            if name not in FIELDS:
                yield number, name


def check(text: ReadyText, languages: tuple[str, ...]) -> None:
    """
    Refuse what cannot be kept.

    :raises Unready: if it has no name, no use, no text in the city's first language, too long a
        text, or names a field that there is not
    """
    if not text.name.strip() or len(text.name) > LONGEST_NAME:
        raise Unready("name", f"give it a name of at most {LONGEST_NAME} characters")
    if not text.deeds or set(text.deeds) - set(DEEDS):
        raise Unready("deeds", "say what it is for")
    if languages and not text.words.get(languages[0], "").strip():
        raise Unready("words", "write it in the city's first language", languages[0])
    for language, words in text.words.items():
        if len(words) > LONGEST or "\x00" in words:
            raise Unready("words", f"{LONGEST} characters are allowed", language)
        for _line, name in strangers(words):
            raise Unready("words", f"there is no field {{{name}}}", language)


def in_language(words: Words, language: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """
    Return a text as a reporter may read it, and its language.

    That is theirs where the text has it, else the city's first.
    """
    for code in (language, language.split("-")[0], *languages, *words):
        if code and words.get(code):
            return words[code], code
    return "", ""


def fill(text: str, values: Mapping[str, str]) -> str:
    """
    Return a text with its fields filled in.

    A paragraph that names a field without a value is left out. What is filled in is not searched
    for fields again.
    """
    kept = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        named = [name for name in _FIELD.findall(paragraph) if name in FIELDS]
        if all(values.get(name) for name in named):
            kept.append(_FIELD.sub(lambda found: _value(found, values), paragraph))
    return "\n\n".join(kept)


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    return values[found[1]] if found[1] in FIELDS else found[0]
