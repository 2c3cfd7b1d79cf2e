"""The registry of bodies: what each is called, was called, and how else it has been spelled."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby, takewhile

from townline.council.rules.vocabulary import Body, BodyName

JOINER = "; "
"""What stands between several names; names have commas and "and" of their own."""


class SameName(ValueError):
    """Two bodies have one name."""


class Registry:
    """
    The bodies of a city by what they are called.

    :raises SameName: if two bodies have a name in common
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = {body.code: body for body in bodies}
        self._codes: dict[str, str] = {}
        for body in self._bodies.values():
            for spelling in spellings(body):
                other = self._codes.setdefault(spelling, body.code)
                if other != body.code:
                    raise SameName(f"{spelling!r} is a name of {other} and of {body.code}.")

    def __iter__(self) -> Iterator[Body]:
        return iter(self._bodies.values())

    def code_of(self, spelling: str) -> str:
        """Return the code of the body that was called so, ``""`` if none was."""
        return self._codes.get(spelling, "")

    def body(self, code: str) -> Body | None:
        """Return a body by its code."""
        return self._bodies.get(code)

    def has(self, spelling: str, kinds: Collection[str] = ()) -> bool:
        """Return whether a body of one of the kinds was called so; no kinds means any."""
        body = self._bodies.get(self.code_of(spelling))
        return body is not None and (not kinds or body.kind in kinds)

    def spellings(self, kinds: Collection[str] = ()) -> tuple[str, ...]:
        """Return every spelling of the bodies of these kinds; no kinds means any."""
        return tuple(s for s in self._codes if self.has(s, kinds))

    def names_on(self, day: date, kinds: Collection[str] = ()) -> tuple[str, ...]:
        """Return what bodies of these kinds are called on a day, as lists offer them."""
        named = (name_on(b, day) for b in self if not kinds or b.kind in kinds)
        return tuple(sorted(name.text for name in named if name))


def spellings(body: Body) -> tuple[str, ...]:
    """Return all that a body was ever called or spelled, each once."""
    return tuple(dict.fromkeys([*(name.text for name in body.names), *body.aliases]))


def name_on(body: Body, day: date) -> BodyName | None:
    """Return the name that a body has on a day, or None where it has none then."""
    return next(
        (
            name
            for name in body.names
            if (name.since is None or name.since <= day)
            and (name.until is None or day < name.until)
        ),
        None,
    )


def pattern(names: Iterable[str]) -> str:
    """
    Return a regular expression of any of the names, longest first.

    It branches where names part, so that a long list costs hardly more than a short one.
    """
    found = sorted(set(names))
    return _branch(found) if found else r"(?!)"


def _shared(first: str, last: str) -> str:
    """Return how two names begin alike; sorted between them, all others do too."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(sign for sign, _ in pairs)


def _branch(names: list[str]) -> str:
    if len(names) == 1:
        return re.escape(names[0])
    shared = _shared(names[0], names[-1])
    rests = [name[len(shared) :] for name in names]
    ends = "" in rests
    branches = [
        _branch(list(group)) for _first, group in groupby(filter(None, rests), key=lambda r: r[0])
    ]
    return f"{re.escape(shared)}(?:{'|'.join(branches)}){'?' if ends else ''}"
