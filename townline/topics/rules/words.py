"""Words as people type them, made comparable: without accents and capitals, by stem, by pairs."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from townline.topics.rules import particles

LONGEST = 200
"""Characters of a question that are looked at."""
MOST = 12
"""Words of a question that are looked at."""

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_APOSTROPHES = re.compile("['’ʼ`´՛՜՞]")
"""And the Armenian marks of stress, which stand within the word that they are about."""
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7a3]+")
"""Han with kana, or Hangul: written without a space where another language would have one."""

_FILLERS = """
a an the of on in at to for from by with my our your is are was were be been it its this that
there here and or no not i we you have has had get got need want someone somebody something
please how do does can could will would about near next too very s t
un una unos unas el la los las lo de del al en por para con mi mis su sus es son esta este hay
que se no y o como quiero necesito tengo donde muy
է եմ են եւ ու իմ մեր այս այն որ մի համար մոտ վրա մեջ
ես դու դուք ձեր ձեզ ինձ մենք մեզ կա կան եք ենք էլ շատ ուզում պետք կարող կարելի
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that say nothing about what is wanted."""

_OF_ARMENIAN = """
ներում ներից ներով ներին ներն ները ների ներ երում երից երով երին երն երը երի եր
ություն ներս երս իս վել ված ման եմ են եք եց ել ած ալ ում ից ով ին ան ի ը ն ս դ
"""
_ARMENIAN_ENDINGS = tuple(_OF_ARMENIAN.split())
_ENDINGS = ("ings", "ing", "ed", "es", "s")


def plain(text: str) -> str:
    """Return a text without capitals, accents and apostrophes, one space between two words."""
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare).casefold()))


def tokens(text: str) -> list[str]:
    """
    Return the words of a ``plain`` text in their order.

    What is written without spaces becomes the pairs of its signs, which any part of it shares.
    """
    return [token for word in text.split() for token in _parts(word)]


def asked(text: str) -> list[str]:
    """Return the words of a question that say what is wanted."""
    said = plain(text[:LONGEST]).split()
    found = [token for word in said for part in particles.without(word) for token in tokens(part)]
    return list(dict.fromkeys(token for token in found if token not in FILLERS))[:MOST]


def spelt(text: str) -> str:
    """
    Return a text with each letter of another script put as one of ours, always the same.

    Trigrams of a database without a locale know no other letters. Two of a script may fall
    together, which finds a little more than was looked for.
    """
    return "".join(c if c.isascii() else _SIGNS[ord(c) % len(_SIGNS)] for c in text)


@lru_cache(maxsize=20_000)
def dense(token: str) -> bool:
    """Return whether a token is of a script written without spaces."""
    return _RUN.match(token) is not None


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return what the forms of a word have in common, roughly: in English, Spanish, Armenian."""
    if word.isascii():
        return _latin_stem(word)
    return _armenian_stem(word)


def _armenian_stem(word: str) -> str:
    """Take off one ending after another, as a word may bear a plural, a case and whose it is."""
    while ending := next((e for e in _ARMENIAN_ENDINGS if _can_lose(word, e)), ""):
        word = word[: -len(ending)]
    return word


def _can_lose(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= 3


def _latin_stem(word: str) -> str:
    if len(word) < 4 or word.endswith("ss") or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (2 if ending == "s" else 3):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "aeo" else word


def _parts(word: str) -> Iterator[str]:
    """Yield a word, or the pairs of signs of each stretch that is written without spaces."""
    end = 0
    for run in _RUN.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        signs, end = run.group(), run.end()
        if len(signs) == 1:
            yield signs
        for start in range(len(signs) - 1):
            yield signs[start : start + 2]
    if end < len(word):
        yield word[end:]


def distance(one: str, other: str, most: int) -> int:
    """
    Return how many slips of the keyboard lie between two words; ``most + 1`` for any more.

    A slip is a letter too many, too few, another one, or two that changed places.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row, older = row, [i], before
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
