"""Answers as tests write and put them."""

from datetime import date
from typing import Any

from django.utils import timezone

from townline.cities.rules.city import City
from townline.knowledge import actions
from townline.knowledge.rules.answers import Article, Source
from townline.record.verbs import SYSTEM

REVIEWED = date(2026, 1, 5)
LONG_AHEAD = date(2199, 1, 1)
"""A day that no test lives to see."""


def source(**said: Any) -> Source:
    """Return a source that somebody has just made sure of."""
    first: dict[str, Any] = {
        "bears_out": "The number",
        "title": "How to reach us",
        "publisher": "Town of Springfield",
        "year": 2198,
        "address": "https://example.org/reach",
    }
    return Source(**{**first, **said})


def article(code: str = "lost-dog", **said: Any) -> Article:
    """Return an answer in English and Spanish."""
    first: dict[str, Any] = {
        "code": code,
        "question": {"en": "What if my dog is lost?", "es": "¿Y si se pierde mi perro?"},
        "bodies": {
            "en": "Call the **shelter** at [555-0100](tel:555-0100).\n",
            "es": "Llame al **refugio**, [555-0100](tel:555-0100).\n",
        },
        "owner": "works",
        "reviewed": REVIEWED,
        "review_by": LONG_AHEAD,
        "services": ("pothole",),
        "synonyms": {"en": ("missing puppy", "stray dog"), "es": ("perro perdido",)},
        "asked": 1,
        "sources": (source(),),
    }
    return Article(**{**first, **said})


def put(city: City, *articles: Article) -> None:
    """Put these answers into the city's edition."""
    actions.put_answers(edition_id=city.edition_id, answers=articles, by=SYSTEM, at=timezone.now())
