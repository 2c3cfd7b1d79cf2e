"""
A template as a sentence is read by it and written from it.

``{comment}`` is a blank. ``{ comment}`` is one that brings the blank before it along, so that
nothing at all is left where the comment is empty. The template is what a page shows; print leaves
out the blanks at its end.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from townline.council.rules.slots import Filling
from townline.council.rules.vocabulary import Slot

HOLE = re.compile(r"\{( *)([a-z][a-z0-9_]*)\}")


class BadTemplate(ValueError):
    """A template cannot be used; says why."""


@dataclass(frozen=True)
class Hole:
    """A blank in a template."""

    name: str
    lead: str = ""
    """What goes with it, before it, where it is filled."""


def blanks(text: str) -> tuple[str, ...]:
    """Return the names of the blanks of a template, in their order."""
    return tuple(hole[2] for hole in HOLE.finditer(text))


def split(text: str) -> tuple[str | Hole, ...]:
    """
    Return a template in pieces: what it says, and its blanks.

    :raises BadTemplate: if a brace stands by itself, or a blank is there twice
    """
    pieces: list[str | Hole] = []
    at = 0
    for hole in HOLE.finditer(text):
        pieces += [text[at : hole.start()], Hole(hole[2], hole[1])]
        at = hole.end()
    pieces.append(text[at:])
    said = [piece for piece in pieces if isinstance(piece, str)]
    if any(sign in piece for piece in said for sign in "{}"):
        raise BadTemplate("A brace stands by itself; blanks are written as {name}.")
    names = blanks(text)
    if len(set(names)) != len(names):
        raise BadTemplate("A blank is there twice.")
    return tuple(piece for piece in pieces if piece)


class Wording:
    """
    One template of a type, with what fills its blanks.

    :raises BadTemplate: if it cannot be used
    """

    def __init__(
        self,
        type_code: str,
        version: str,
        text: str,
        fillings: Mapping[str, tuple[Slot, Filling]],
    ) -> None:
        self.type, self.version = type_code, version
        self.pieces = split(text)
        self.names = blanks(text)
        strange = [name for name in self.names if name not in fillings]
        if strange:
            raise BadTemplate(f"Nothing says what fills the blank {{{strange[0]}}}.")
        self._fillings = {name: fillings[name][1] for name in self.names}
        self._may_lack = {n for n in self.names if fillings[n][0] is Slot.COMMENT}
        self._check(text)
        self.readers = tuple((name, self._fillings[name].read) for name in self.names)
        self._blanks_full, self._blanks_empty, self._last = self._trailing()
        self.head = self.pieces[0]
        self.pattern = "".join(self.parts())
        self._regex = re.compile(self.pattern)

    def parts(self) -> list[str]:
        """Return the pieces as regular expressions of print, each blank with one group."""
        pieces = list(self.pieces)
        if isinstance(pieces[-1], str):
            pieces[-1] = pieces[-1].rstrip(" ")
        if not pieces[-1]:
            pieces.pop()
        last = pieces[-1]
        before = pieces[-2] if len(pieces) > 1 else None
        if isinstance(last, Hole) and last.name in self._may_lack and isinstance(before, str):
            bare = before.rstrip(" ")
            pieces[-2:] = [bare, Hole(last.name, before[len(bare) :] + last.lead)]
        return [re.escape(p) if isinstance(p, str) else self._group(p) for p in pieces]

    def read(self, bare: str, trailing: int) -> dict[str, Any] | None:
        """
        Return what fills the blanks of a sentence, or None if it is not of this wording.

        :param bare: the sentence without the blanks at its end, of which there were ``trailing``
        """
        found = self._regex.fullmatch(bare)
        return self.taken(found.groups(), trailing) if found is not None else None

    def taken(self, groups: tuple[str | None, ...], trailing: int) -> dict[str, Any] | None:
        """Return what fills the blanks, given their texts in order."""
        values: dict[str, Any] = {}
        for (name, read), text in zip(self.readers, groups, strict=True):
            value = read(text or "")
            if value is None:
                return None
            values[name] = value
        if trailing and trailing != self._blanks(values):
            return None
        return values

    def write(self, values: Mapping[str, Any]) -> str:
        """Return the sentence as a page shows it."""
        return "".join(p if isinstance(p, str) else self._filled(p, values) for p in self.pieces)

    def plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what fills the blanks as JSON has it."""
        return {name: self._fillings[name].plain(values[name]) for name in self.names}

    def said(self, name: str, value: Any) -> str:
        """Return the words of a value in a blank, without what the blank brings along."""
        return self._fillings[name].write(value)

    def of_plain(self, name: str, plain: Any) -> Any:
        """
        Return what fills a blank from its JSON.

        :raises NotFitting: if it cannot
        """
        return self._fillings[name].of_plain(plain)

    def _filled(self, hole: Hole, values: Mapping[str, Any]) -> str:
        text = self._fillings[hole.name].write(values[hole.name])
        return hole.lead + text if text else ""

    def _group(self, hole: Hole) -> str:
        pattern = self._fillings[hole.name].pattern
        if hole.lead and hole.name in self._may_lack:
            return f"(?:{re.escape(hole.lead)}({pattern}))?"
        return f"{re.escape(hole.lead)}({pattern})"

    def _blanks(self, values: Mapping[str, Any]) -> int:
        if self._last and not values[self._last]:
            return self._blanks_empty
        return self._blanks_full

    def _trailing(self) -> tuple[int, int, str]:
        """Return the blanks at the end, with the last blank filled and empty, and its name."""
        said = self.pieces[-1]
        after = len(said) - len(said.rstrip(" ")) if isinstance(said, str) else 0
        rest = self.pieces[:-1] if isinstance(said, str) and after == len(said) else self.pieces
        last = rest[-1] if rest else None
        if not isinstance(last, Hole) or last.name not in self._may_lack:
            return after, after, ""
        before = rest[-2] if len(rest) > 1 else ""
        more = len(before) - len(before.rstrip(" ")) if isinstance(before, str) else 0
        return after, after + more, last.name

    def _check(self, text: str) -> None:
        if not text.strip() or text != text.lstrip():
            raise BadTemplate("A sentence begins with a word.")
        for first, second in zip(self.pieces, self.pieces[1:], strict=False):
            if isinstance(first, Hole) and isinstance(second, Hole) and not second.lead:
                raise BadTemplate(f"Nothing stands between {{{first.name}}} and {{{second.name}}}.")
        head = self.pieces[0]
        if isinstance(head, Hole) and (head.lead or head.name in self._may_lack):
            raise BadTemplate("A sentence does not begin with a blank that may stay empty.")
