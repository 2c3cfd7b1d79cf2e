"""What is blacked out before it is shown: parts of photos, and words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from townline.requests.rules.submission import Unfit

BLACK = "████"
"""What stands for blacked-out words, however long they were."""
MOST_BLOTS = 20
"""Rectangles on one photo."""
MOST_PHRASES = 50
LONGEST_PHRASE = 200


@dataclass(frozen=True)
class Blot:
    """A rectangle on a photo, in percent of its width and height, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Return its first and last column and row, counted outward, within the photo."""
        right, bottom = self.left + self.width, self.top + self.height
        return (
            max(0, int(self.left * width / 100)),
            max(0, int(self.top * height / 100)),
            min(width - 1, -int(-right * width // 100)),
            min(height - 1, -int(-bottom * height // 100)),
        )


def check_blots(blots: Sequence[Blot]) -> None:
    """
    Refuse what covers nothing, or lies beside the photo.

    :raises Unfit: at the field ``blots``
    """
    if len(blots) > MOST_BLOTS:
        raise Unfit("too_many_blots", "blots", f"{MOST_BLOTS} rectangles are allowed on a photo")
    for blot in blots:
        inside = 0 <= blot.left < 100 and 0 <= blot.top < 100
        large = blot.width > 0 and blot.height > 0
        ends = blot.left + blot.width <= 100.001 and blot.top + blot.height <= 100.001
        if not (inside and large and ends):
            raise Unfit("bad_blot", "blots", "a rectangle covers a part of the photo")


def check_phrases(phrases: Iterable[str]) -> tuple[str, ...]:
    """
    Return the words that are to be blacked out, each once.

    :raises Unfit: at the field ``words``
    """
    found = tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))
    if len(found) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in found):
        raise Unfit("too_many_words", "words", f"{MOST_PHRASES} lines of {LONGEST_PHRASE} at most")
    if any(not phrase.strip("█ ") for phrase in found):
        raise Unfit("bad_words", "words", "write words that stand in the text")
    return found


def blacked(text: str, phrases: Sequence[str]) -> str:
    """Return a text without the phrases: wherever they stand, in capitals or not."""
    if not phrases:
        return text
    longest = sorted(phrases, key=len, reverse=True)
    words = (r"\s+".join(map(re.escape, phrase.split())) for phrase in longest)
    return re.sub("|".join(words), BLACK, text, flags=re.IGNORECASE)


def blacked_all(texts: Mapping[str, str], phrases: Sequence[str]) -> dict[str, str]:
    """
    Return those texts in which something was blacked out.

    :raises Unfit: if one of the phrases stands in none of them
    """
    for phrase in phrases:
        if all(blacked(text, (phrase,)) == text for text in texts.values()):
            raise Unfit("not_there", "words", f"“{phrase}” does not stand in the text")
    found = {name: blacked(text, phrases) for name, text in texts.items()}
    return {name: text for name, text in found.items() if text != texts[name]}


def blots_of(data: Iterable[Sequence[float]]) -> tuple[Blot, ...]:
    """Return rectangles as they are kept, four numbers each."""
    return tuple(starmap(Blot, data))
