"""Bringing two people's changes of one text together, line by line."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Change = tuple[int, int, Sequence[str]]
"""Lines of the base, from one to before another, and what stands there now."""


class Collide(ValueError):
    """Both changed the same lines, or lines that touch."""


def merge(base: bytes, ours: bytes, theirs: bytes) -> bytes:
    """
    Return a text with the changes that both made to the base.

    :raises Collide: if they changed the same lines, lines that touch, or what is not text
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    try:
        lines = [text.decode().splitlines(keepends=True) for text in (base, ours, theirs)]
    except UnicodeDecodeError:
        raise Collide("Both changed a file that is not text.") from None
    changes = _together(_changes(lines[0], lines[1]), _changes(lines[0], lines[2]))
    kept, at = [], 0
    for start, end, now in changes:
        kept += [*lines[0][at:start], *now]
        at = end
    return "".join([*kept, *lines[0][at:]]).encode()


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for how, start, end, new_start, new_end in matcher.get_opcodes():
        if how != "equal":
            yield start, end, after[new_start:new_end]


def _together(ours: Iterator[Change], theirs: Iterator[Change]) -> list[Change]:
    """Return the changes of both in order, the same change once."""
    found: list[Change] = []
    for each in sorted([*ours, *theirs], key=lambda change: change[:2]):
        if found and each == found[-1]:
            continue
        if found and each[0] <= found[-1][1]:
            raise Collide("Both changed the same lines.")
        found.append(each)
    return found
