"""How many years of school a text asks for, in the languages of which that is known."""

import re
from collections.abc import Callable
from dataclasses import dataclass

HARDEST = 9.0
"""The highest grade that a text for everyone should have."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…](?=\s|$)|:?\n|:?$")
_ENGLISH = re.compile("[aeiouy]+")
_SILENT = re.compile("(?:[^aeiouyl]|[aeiouy]l)es?$|[^aeiouytd]ed$")
"""Endings of which the last vowel is not spoken."""
_SPOKEN = re.compile("(?:[cszxg]|[cs]h)es$")
"""Endings of which it is, though they look like those."""
_APART = re.compile(
    "i(?:a(?!ge|ble|n$)|o(?!n|us)|um|et|enc)|[aeo]ing|eo(?!us|n|p)|uou|[^qg]ua|[rd]eas?$|rea(?=te|li)"
)
"""Vowels side by side that are two syllables."""
_TOGETHER = re.compile("[cst]ia|[gct]i(?:ou|on|enc)|busi")
_SPANISH = re.compile("uy$|[iuü]?[aeoáéó](?:[iu](?![aeoáéó])|y(?![aeiouáéíóú]))?|[íú]|[iuü]+|y$")
_EASES = ((90.0, 4.0), (80.0, 5.0), (70.0, 6.0), (60.0, 8.0), (50.0, 11.0), (30.0, 13.0))
"""The grade of a Spanish text from an ease on, after the table of Fernández Huerta."""
COLLEGE = 16.0


@dataclass(frozen=True)
class Size:
    """What both formulas count."""

    words: int
    sentences: int
    syllables: int


def grade(text: str, language: str) -> float | None:
    """Return the grade of a text; None where the language has no measure here, or it no word."""
    measure = _MEASURES.get(language.split("-")[0])
    if measure is None:
        return None
    syllables, reckon = measure
    size = size_of(text, syllables)
    return reckon(size) if size.words else None


def flesch_kincaid(size: Size) -> float:
    """Return the grade of an English text (Kincaid and others, 1975)."""
    return 0.39 * size.words / size.sentences + 11.8 * size.syllables / size.words - 15.59


def fernandez_huerta(size: Size) -> float:
    """Return the ease of a Spanish text (Fernández Huerta, 1959), 100 being very easy."""
    return 206.84 - 60 * size.syllables / size.words - 1.02 * size.words / size.sentences


def grade_of_ease(ease: float) -> float:
    """Return the grade for which a Spanish text of this ease is."""
    return next((grade for least, grade in _EASES if ease >= least), COLLEGE)


def size_of(text: str, syllables: Callable[[str], int]) -> Size:
    """Return what is counted of a text; lines end sentences, and numbers are no words."""
    words = _WORD.findall(text)
    spoken = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    return Size(len(words), len(spoken), sum(map(syllables, words)))


def english(word: str) -> int:
    """Return about how many syllables an English word has, by its letters alone."""
    said = re.sub("['’]", "", word.lower())
    count = len(_ENGLISH.findall(said)) + len(_APART.findall(_TOGETHER.sub("tu", said)))
    silent = _SILENT.search(said) and not _SPOKEN.search(said)
    return max(1, count - bool(silent))


def spanish(word: str) -> int:
    """Return how many syllables a Spanish word has."""
    said = re.sub("([qg])u(?=[eiéí])", r"\1", word.lower())
    return max(1, len(_SPANISH.findall(said)))


_MEASURES: dict[str, tuple[Callable[[str], int], Callable[[Size], float]]] = {
    "en": (english, flesch_kincaid),
    "es": (spanish, lambda size: grade_of_ease(fernandez_huerta(size))),
}
