"""What others may ask about topics: which of them a question means."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection

from townline.cities.rules.city import City
from townline.topics.models import Topic
from townline.topics.rules import ranking, words
from townline.topics.rules.ranking import Candidate, Found
from townline.topics.rules.topics import KINDS

MEANT = (Path(__file__).parent / "sql" / "meant.sql").read_text()
COMPARED = 60
"""How many topics are compared closely, of those that the indexes find."""
SHORTEST_BEGINNING = 3
"""Letters that a word needs so that longer ones which begin with it are looked for."""
SHORTEST_SLIP = 5
"""Letters that a word needs so that others which look alike are looked for."""


def find(
    city: City, question: str, language: str, *, kinds: Sequence[str] = KINDS, most: int = 12
) -> tuple[Found, ...]:
    """
    Return the topics that a question may mean, the likeliest first.

    One statement; another one where a word is known nowhere, and what looks like it is looked for.

    :param question: a resident's own words, in whatever language, misspelt or only begun
    :param language: of the page: what fits in it counts a little more
    """
    asked = words.asked(question)
    if not asked:
        return ()
    candidates = _candidates(city, asked, kinds, ())
    strange = [word for word in ranking.unmet(asked, candidates) if _can_slip(word)]
    if strange:
        candidates = _candidates(city, asked, kinds, strange)
    return ranking.rank(question, candidates, language, most)


def _candidates(
    city: City, asked: Sequence[str], kinds: Sequence[str], strange: Sequence[str]
) -> list[Candidate]:
    """Return what the indexes bring for words, and for others that look like the strange ones."""
    stems = [words.stem(word) for word in asked if not words.dense(word)]
    joined = [first + second for first, second in pairwise(asked)]
    begun = dict.fromkeys((*asked, *joined, *stems))
    values: dict[str, Any] = {
        "edition": city.edition_id,
        "city": city.id,
        "kinds": list(kinds),
        "beginnings": " | ".join(map(_beginning, begun)),
        "said": " ".join(asked),
        "slips": [words.spelt(word) for word in strange],
        "most": COMPARED,
    }
    with connection.cursor() as cursor:
        cursor.execute(MEANT, values)
        return [
            Candidate(kind=kind, code=code, language=spoken, phrases=_phrases(phrases))
            for kind, code, spoken, phrases in cursor.fetchall()
        ]


def has_topics(edition_id: int) -> bool:
    """Return whether the services of an edition can be found by words."""
    return Topic.objects.filter(edition_id=edition_id).exists()


def _beginning(word: str) -> str:
    """Return what looks for a word in an index: as itself, or as the beginning of longer ones."""
    starts = len(word) >= SHORTEST_BEGINNING or (words.dense(word) and len(word) == 1)
    return f"'{word}':*" if starts else f"'{word}'"


def _can_slip(word: str) -> bool:
    return len(word) >= SHORTEST_SLIP and not words.dense(word)


def _phrases(text: str | bytes | list[list[str]]) -> tuple[tuple[str, str], ...]:
    if isinstance(text, str | bytes):
        return msgspec.json.decode(text, type=tuple[tuple[str, str], ...])
    return tuple((part, said) for part, said in text)
