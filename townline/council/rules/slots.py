"""
What may fill the blanks of a sentence: how each kind is found in it, read, written, and as JSON.

A value reads as it is written, so that a sentence comes back to the letter. Words never begin or
end with a blank, nor end with a blank and a full stop: only templates write those.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from townline.council.rules import amendments, days, document_lines
from townline.council.rules.registry import JOINER, Registry, pattern
from townline.council.rules.vocabulary import Parameter, Slot

WORDS = r"\S(?:.*\S)?(?<! \.)"
"""Words, as a part of a regular expression."""
_WORDS = re.compile(rf"(?! \.){WORDS}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BETWEEN = "\n\n"


class NotFitting(ValueError):
    """A value cannot stand in a blank; says why."""


class UnknownBody(NotFitting):
    """No body of that name may stand in a blank."""

    def __init__(self, name: object, kinds: Sequence[str]) -> None:
        of = f" among those of kind {', '.join(kinds)}" if kinds else ""
        super().__init__(f"there is no body named {name!r}{of}; see bodies.toml of the city")
        self.name = str(name)


class Filling(Protocol):
    """What fills blanks of one kind."""

    pattern: str
    """What it looks like; a regular expression without groups of its own."""

    def read(self, text: str) -> Any:
        """Return the value of a text that looks right, or None if it is none."""

    def write(self, value: Any) -> str:
        """Return the words of a value."""

    def plain(self, value: Any) -> Any:
        """Return a value as JSON has it."""

    def of_plain(self, plain: Any) -> Any:
        """
        Return the value of its JSON.

        :raises NotFitting: if it cannot stand there
        """


class Named:
    """One body of the registry, spelled as it was said."""

    def __init__(self, registry: Registry, kinds: Sequence[str]) -> None:
        self._registry, self._kinds = registry, kinds
        self.pattern = pattern(registry.spellings(kinds))

    def read(self, text: str) -> str:
        return text

    def write(self, value: str) -> str:
        return value

    def plain(self, value: str) -> str:
        return value

    def of_plain(self, plain: Any) -> str:
        if isinstance(plain, str) and self._registry.has(plain, self._kinds):
            return plain
        raise UnknownBody(plain, self._kinds)


class Several:
    """One or more bodies of the registry."""

    def __init__(self, registry: Registry, kinds: Sequence[str]) -> None:
        self._one = Named(registry, kinds)
        self.pattern = f"{self._one.pattern}(?:{JOINER}{self._one.pattern})*"

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(text.split(JOINER))

    def write(self, value: Sequence[str]) -> str:
        return JOINER.join(value)

    def plain(self, value: Sequence[str]) -> list[str]:
        return list(value)

    def of_plain(self, plain: Any) -> tuple[str, ...]:
        if not isinstance(plain, list) or not plain:
            raise NotFitting("the names of bodies are a list, with one at least")
        return tuple(self._one.of_plain(name) for name in plain)


class Day:
    """A day."""

    pattern = days.PATTERN

    def read(self, text: str) -> date | None:
        return days.read(text)

    def write(self, value: date) -> str:
        return days.write(value)

    def plain(self, value: date) -> str:
        return value.isoformat()

    def of_plain(self, plain: Any) -> date:
        try:
            day = date.fromisoformat(plain) if _ISO.fullmatch(plain) else None
        except (TypeError, ValueError):
            day = None
        if day is None or day.year < 1000:
            raise NotFitting(f"{plain!r} is no day; write it as 2022-11-01")
        return day


class Words:
    """A text, one of a few where they are listed; a comment may be empty."""

    def __init__(self, only: Sequence[str] = (), *, empty: bool = False) -> None:
        self._only, self._empty = only, empty
        words = "|".join(re.escape(w) for w in sorted(only, key=len, reverse=True)) or WORDS
        self.pattern = f"(?:{words})?" if empty else f"(?:{words})"

    def read(self, text: str) -> str | None:
        return text or ""

    def write(self, value: str) -> str:
        return value

    def plain(self, value: str) -> str:
        return value

    def of_plain(self, plain: Any) -> str:
        if plain == "" and self._empty:
            return ""
        if not isinstance(plain, str) or not _WORDS.fullmatch(plain):
            raise NotFitting(
                f"{plain!r} is no text that can stand here: a line without a blank at either end,"
                " and without ' .' at its end"
            )
        if self._only and plain not in self._only:
            raise NotFitting(f"{plain!r} is none of {', '.join(map(repr, self._only))}")
        return plain


class DayOrWords:
    """A day, or words that leave it open; words never look like a day."""

    def __init__(self, only: Sequence[str] = ()) -> None:
        self._words = Words(only)
        self.pattern = f"(?:{days.PATTERN}|{self._words.pattern})" if only else self._words.pattern

    def read(self, text: str) -> date | str | None:
        day = days.read(text)
        return day if day is not None else None if _ISO.fullmatch(text) else text

    def write(self, value: date | str) -> str:
        return days.write(value) if isinstance(value, date) else value

    def plain(self, value: date | str) -> str:
        return value.isoformat() if isinstance(value, date) else value

    def of_plain(self, plain: Any) -> date | str:
        if isinstance(plain, str) and (_ISO.fullmatch(plain) or days.read(plain)):
            return Day().of_plain(plain)
        return self._words.of_plain(plain)


class Amending:
    """Amending motions."""

    pattern = rf"{amendments.PATTERN}(?:; {amendments.PATTERN})*"

    def read(self, text: str) -> tuple[amendments.Amendment, ...] | None:
        return amendments.read(text)

    def write(self, value: tuple[amendments.Amendment, ...]) -> str:
        return amendments.write(value)

    def plain(self, value: tuple[amendments.Amendment, ...]) -> list[Any]:
        return [amendments.as_plain(each) for each in value]

    def of_plain(self, plain: Any) -> tuple[amendments.Amendment, ...]:
        if not isinstance(plain, list) or not plain:
            raise NotFitting("amendments are a list, with one at least")
        try:
            return tuple(amendments.of_plain(each) for each in plain)
        except ValueError as fault:
            raise NotFitting(str(fault)) from fault


class Documents:
    """Lines of papers, an empty line between two."""

    pattern = r"\S(?:[\s\S]*\S)?"

    def read(self, text: str) -> tuple[document_lines.DocumentLine, ...] | None:
        lines = text.split(_BETWEEN)
        if not all(line and line == line.strip() for line in lines):
            return None
        return tuple(document_lines.read(line) for line in lines)

    def write(self, value: tuple[document_lines.DocumentLine, ...]) -> str:
        return _BETWEEN.join(document_lines.write(line) for line in value)

    def plain(self, value: tuple[document_lines.DocumentLine, ...]) -> list[Any]:
        return [document_lines.as_plain(line) for line in value]

    def of_plain(self, plain: Any) -> tuple[document_lines.DocumentLine, ...]:
        if not isinstance(plain, list) or not plain:
            raise NotFitting("documents are a list, with one at least")
        try:
            return tuple(document_lines.of_plain(line) for line in plain)
        except ValueError as fault:
            raise NotFitting(str(fault)) from fault


def filling(parameter: Parameter, registry: Registry) -> Filling:
    """Return what fills the blank of a parameter."""
    made: Mapping[Slot, Callable[[], Filling]] = {
        Slot.BODY: lambda: Named(registry, parameter.kinds),
        Slot.BODIES: lambda: Several(registry, parameter.kinds),
        Slot.DATE: Day,
        Slot.DATE_OR_TEXT: lambda: DayOrWords(parameter.words),
        Slot.TEXT: lambda: Words(parameter.words),
        Slot.COMMENT: lambda: Words(parameter.words, empty=True),
        Slot.AMENDMENTS: Amending,
        Slot.DOCUMENTS: Documents,
    }
    return made[parameter.slot]()
