"""Amending motions as sentences name them: "Amending Motion 13A (Padilla for McOsker - Hutt)"."""

import re
from dataclasses import dataclass
from typing import Any

PATTERN = r"[A-Z][A-Za-z ]*[A-Za-z] [0-9]+[A-Z]* \([^(),;]+\)"
"""What looks like one."""
JOINER = "; "
_READ = re.compile(r"([A-Z][A-Za-z ]*[A-Za-z]) ([0-9]+[A-Z]*) \(([^(),;]+)\)")


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """A motion that amends an item of an agenda."""

    title: str
    """``Amending Motion``."""
    number: str
    """The item's on the agenda, with a letter of its own: ``13A``."""
    movers: tuple[str, ...]
    """Who moved it and who seconded; ``Padilla for McOsker`` moved in a colleague's name."""


def read(text: str) -> tuple[Amendment, ...] | None:
    """Return the amendments that a text names, or None if it does not."""
    found = [_READ.fullmatch(part) for part in text.split(JOINER)]
    if not all(found):
        return None
    return tuple(
        Amendment(title=part[1], number=part[2], movers=tuple(part[3].split(" - ")))
        for part in found
        if part
    )


def write(amendments: tuple[Amendment, ...]) -> str:
    """Return the words that name them."""
    return JOINER.join(f"{a.title} {a.number} ({' - '.join(a.movers)})" for a in amendments)


def as_plain(amendment: Amendment) -> dict[str, Any]:
    """Return one as JSON has it."""
    title, number, movers = amendment.title, amendment.number, list(amendment.movers)
    return {"title": title, "number": number, "movers": movers}


def of_plain(plain: Any) -> Amendment:
    """
    Return the amendment of its JSON.

    :raises ValueError: if it is none
    """
    what = "an amendment is an object with title, number and movers, such as"
    example = '{"title": "Amending Motion", "number": "13A", "movers": ["Padilla", "Hutt"]}'
    if not isinstance(plain, dict) or set(plain) != {"title", "number", "movers"}:
        raise ValueError(f"{what} {example}")
    movers = plain["movers"]
    texts = [plain["title"], plain["number"], *(movers if isinstance(movers, list) else [None])]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{what} {example}")
    made = Amendment(title=plain["title"], number=plain["number"], movers=tuple(movers))
    if read(write((made,))) != (made,):
        raise ValueError(f"{what} {example}; {write((made,))!r} is none")
    return made
