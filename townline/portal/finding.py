"""Finds a service by what people call their trouble: by name, keywords and description."""

import re
import unicodedata
from collections.abc import Iterable

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import words_in

NAME, KEYWORD, DESCRIPTION = 6, 4, 1
"""What a word found there counts; half of it where only its beginning is the same."""

SHORTEST = 3
"""Letters that a word of a Latin script must have to mean something."""
STEM = 4
"""Letters that a known word must have to be taken for the stem of a longer one."""

_WORD = re.compile(r"\w+")


def find(offers: Iterable[Offer], text: str, language: str) -> list[Offer]:
    """Return the services that ``text`` may mean, the likeliest first."""
    wanted = [w for w in _words(text) if len(w) >= SHORTEST or not w.isascii()]
    if not wanted:
        return []
    scored = [(_score(offer, wanted, language), offer) for offer in offers]
    likely = sorted(
        ((score, offer) for score, offer in scored if score),
        key=lambda pair: (-pair[0], words_in(pair[1].words, language)),
    )
    return [offer for _score_of, offer in likely]


def _score(offer: Offer, wanted: list[str], language: str) -> int:
    fields = (
        (NAME, _words(words_in(offer.words, language))),
        (KEYWORD, _words(" ".join(offer.keywords))),
        (DESCRIPTION, _words(words_in(offer.description, language))),
    )
    return sum(max(weight * _alike(word, there) for weight, there in fields) for word in wanted)


def _alike(word: str, there: list[str]) -> int:
    """Return 2 for the very word, 1 for one that begins alike or, in other scripts, holds it."""
    if word in there:
        return 2
    if not word.isascii():
        return int(any(word in w for w in there))
    return int(any(w.startswith(word) or (len(w) >= STEM and word.startswith(w)) for w in there))


def _words(text: str) -> list[str]:
    """Return the words without accents, capitals and a plural's end."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", plain).casefold()
    return [_singular(word) for word in _WORD.findall(plain)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
