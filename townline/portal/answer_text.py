"""The text of an answer as a page and a program get it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.knowledge import queries as knowledge
from townline.knowledge.queries import Answer
from townline.ui import markdown


def html_of(city: City, answer: Answer, today: date) -> str:
    """Return the text as HTML; what a link leads to and is not shown is but its words."""
    shown = set(knowledge.shown(city, get_language() or "", today))
    offers = catalogue.offers(city.edition_id)

    def link(address: str) -> str | None:
        sort, _colon, code = address.partition(":")
        if sort == "answer":
            return reverse("portal:answer", args=[code]) if code in shown else None
        if sort == "service":
            return reverse("portal:fill", args=[code]) if code in offers else None
        return address

    return markdown.html(answer.body, link)


def document(answer: Answer) -> dict[str, Any]:
    """Return an answer for programs, its text in Markdown."""
    return {
        "code": answer.code,
        "question": answer.question,
        "language": answer.language,
        "translated": answer.translated,
        "translation_reviewed": not answer.unreviewed,
        "text": answer.body,
        "department": answer.owner,
        "departments": list(answer.departments),
        "services": list(answer.services),
        "reviewed": answer.reviewed.isoformat(),
        "review_by": answer.review_by.isoformat(),
        "demo": answer.demo,
        "sources": [
            {
                "for": each.bears_out,
                "title": each.title,
                "publisher": each.publisher,
                "year": each.year,
                "address": each.address,
                "checked": each.checked.isoformat() if each.checked else None,
            }
            for each in answer.sources
        ],
    }


def reasons() -> list[tuple[str, str]]:
    """Return why an answer may not have helped, with the words for it."""
    return [
        ("another_question", _("I asked something else")),
        ("unclear", _("I do not understand it")),
        ("out_of_date", _("It is out of date")),
        ("did_not_work", _("I did what it says, and it did not work")),
    ]


def tongue(language: str) -> str:
    """Return what a language calls itself."""
    try:
        return str(get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        return language
