"""What was published of the public's comments on a file at one time, as a paper of the file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STANDS = {"for": "For", "against": "Against"}


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A comment, with what its writer wants everyone to know."""

    text: str
    received: date
    position: str = ""
    """``for``, ``against``, or nothing."""
    name: str = ""


def title(batch: str) -> str:
    """Return what the paper is called, for a batch such as ``2026-11-25 AM``."""
    return f"Communication(s) from Public, {batch}"


def name(identifier: str, batch: str) -> str:
    """
    Return the name of the paper.

    >>> name("21-0278", "2026-11-25 AM")
    '21-0278_PC_AM_2026-11-25.txt'
    """
    day, _blank, half = batch.partition(" ")
    return f"{re.sub(r'[^A-Za-z0-9-]+', '-', identifier)}_PC_{half}_{day}.txt"


def write(identifier: str, file_title: str, batch: str, voices: Sequence[Voice]) -> str:
    """Return the paper's text: every comment in the order in which they came."""
    tally = ", ".join(
        f"{word.lower()} {sum(voice.position == code for voice in voices)}"
        for code, word in STANDS.items()
    )
    silent = sum(not voice.position for voice in voices)
    head = [
        f"Public comments on council file {identifier}",
        _plain(file_title),
        f"Published {batch}. Comments: {len(voices)} ({tally}, no position {silent}).",
    ]
    parts = [_voice(number, voice) for number, voice in enumerate(voices, 1)]
    return "\n\n".join([*head, *parts]) + "\n"


def _voice(number: int, voice: Voice) -> str:
    stands = STANDS.get(voice.position, "No position")
    said = _plain(voice.name) or "Unnamed"
    return f"{number}. {said}, {voice.received.isoformat()}. {stands}.\n\n{_lines(voice.text)}"


def _plain(text: str) -> str:
    return " ".join(_without_signs(text).split())


def _lines(text: str) -> str:
    """Return a text with its own lines, set in so that it cannot pass for the paper's own words."""
    return "\n".join(f"    {line}".rstrip() for line in _without_signs(text).splitlines())


def _without_signs(text: str) -> str:
    """Leave out what does not print: signs that would turn, hide or overwrite other text."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t ")
