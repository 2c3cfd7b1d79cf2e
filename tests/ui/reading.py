"""How hard an English text is to read: the grade of Flesch and Kincaid."""

import re

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n\n|–|—")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    if len(bare) <= 3:
        return 1
    return max(1, len(VOWELS.findall(SILENT.sub(lambda m: m[0][0], bare))))


def grade(text: str) -> float:
    """
    Return the school grade that can read a text: 8 is what a child of thirteen reads with ease.

    Flesch–Kincaid, 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. A colon or a dash
    ends a sentence as a full stop does: both let the reader rest. It tells little about a text of
    few words, since one long name makes it hard.
    """
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(1 for part in SENTENCE.split(text) if WORD.search(part)))
    length, weight = len(words) / sentences, sum(map(syllables, words)) / len(words)
    return 0.39 * length + 11.8 * weight - 15.59
