"""Who is mentioned in a note: words that begin with an @, as people write them."""

import re
from collections.abc import Iterable, Mapping

_MENTION = re.compile(r"(?<![\w@.+/-])@(\w[\w.+-]*)")
"""What follows an @ that no word, address or path ends with."""


def mentioned(text: str) -> tuple[str, ...]:
    """Return the names that a text mentions, in order, each once, without capitals."""
    found = (name.rstrip(".-+").casefold() for name in _MENTION.findall(text))
    return tuple(dict.fromkeys(found))


def named[T](text: str, people: Mapping[str, T]) -> tuple[list[T], list[str]]:
    """
    Return who is mentioned, each once, and the names that nobody bears.

    :param people: by user name and by number, without capitals
    """
    known: list[T] = []
    unknown: list[str] = []
    for name in mentioned(text):
        if name not in people:
            unknown.append(name)
        elif people[name] not in known:
            known.append(people[name])
    return known, unknown


def by_name[T](people: Iterable[tuple[str, str, T]]) -> dict[str, T]:
    """Return people by user name and by number, without capitals; a user name comes first."""
    rows = list(people)
    numbers = {number.casefold(): one for _name, number, one in rows}
    return numbers | {name.casefold(): one for name, _number, one in rows}
