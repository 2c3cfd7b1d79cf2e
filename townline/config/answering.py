"""Searching the answers as a resident would, for the command line, and trying how well it goes."""

from datetime import date
from typing import Any

from townline.cities.rules.city import City, words_in
from townline.config.searching import FIRST, LEAST
from townline.knowledge import queries
from townline.knowledge.rules.answers import Standing
from townline.knowledge.rules.emergencies import Emergency


def found(city: City, text: str, language: str, on: date) -> dict[str, Any]:
    """Return the answers shown on a day that words may mean, for a reader of a language."""
    known = queries.search(city, text, language, on)
    prefix = "" if language == city.languages[0] else f"/{language}"
    grave = queries.emergency_in(city, text)
    return {
        "city": city.slug,
        "text": text,
        "emergency": _told(grave, language) if grave else None,
        "read_as": known[0].reading if known else "",
        "answers": [
            {
                "code": each.answer.code,
                "question": each.answer.question,
                "score": each.score,
                "url": f"{prefix}/answers/{each.answer.code}/",
                "language": each.answer.language,
            }
            for each in known
        ],
    }


def _told(grave: Emergency, language: str) -> dict[str, Any]:
    says = words_in(grave.says, language)
    return {"code": grave.code, "call": grave.call, "says": says, "answers": list(grave.answers)}


def tried(city: City, on: date) -> tuple[dict[str, Any], bool]:
    """Return what came of trying all synonyms of the answers shown, and whether that will do."""
    count, missed = 0, []
    for article, standing in queries.standings(city, on):
        if standing is not Standing.PUBLISHED:
            continue
        for language, phrases in article.synonyms.items():
            for phrase in phrases:
                count += 1
                codes = [
                    each.answer.code
                    for each in queries.search(city, phrase, language, on, most=FIRST)
                ]
                if article.code not in codes:
                    missed.append(
                        {"text": phrase, "language": language, "wanted": article.code}
                        | {"found": codes}
                    )
    share = (count - len(missed)) / count if count else 0.0
    told = {"city": city.slug, "tried": count, "found_of_first_three": round(share, 4)}
    return told | {"missed": missed}, share >= LEAST
