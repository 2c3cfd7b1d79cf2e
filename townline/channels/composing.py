"""A notice as people get it: a letter in plain text and in our look, or a short text message."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.formats import date_format

from townline.channels import letters, mailboxes
from townline.channels.rules import segments
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.contacts.actions import Owed
from townline.contacts.rules import wordings

AFTER_NOON = re.compile(r"([ap]\.m)\.\.")
"""Where a sentence ends with a time: one dot does for both."""
BLANK_LINE = re.compile(r"\n[ \t]*\n")
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A message, ready to go."""

    city: City
    language: str
    subject: str
    text: str
    html: str = ""
    """Empty for a text message."""
    leave: str = ""
    """The address that ends such messages."""
    own: str = ""
    """The number of the reader's own request: only its reporter may reply to its thread."""
    handed: int = 0
    """The hand-over that it is about, to which its partner may reply; 0 for all others."""


def compose(owed: Owed, at: datetime) -> Composed:
    """
    Return the message for a notice, in the resident's language.

    :raises LookupError: if what it is about is gone
    """
    city = cities.by_id(owed.city_id)
    language = owed.language if owed.language in city.languages else city.languages[0]
    with translation.override(language):
        context = letters.context(city, owed, language=language, at=at)
        context["replies"] = mailboxes.take_replies()
        write = _text_message if owed.medium == "sms" else _letter
        return write(owed.template, context)


def _letter(template: str, context: dict[str, Any]) -> Composed:
    own = _words_of_city(template, context, sms=False)
    text = own or render_to_string(f"channels/{template}.txt", context)
    head, _, body = text.strip().partition("\n")
    subject, body = " ".join(head.split()), _tidy(body)
    # What stands in the words themselves is not said again at the end.
    lines = {line.strip() for line in body.splitlines()}
    rest = context | {
        "page": "" if context["page"] in lines else context["page"],
        "leave": "" if context["leave"] in lines else context["leave"],
    }
    end = _tidy(render_to_string("channels/_end.txt", rest))
    html = render_to_string(
        "channels/letter.html",
        rest
        | {
            "subject": subject,
            "paragraphs": _paragraphs(body),
            "end": _paragraphs(end),
            "button": context["page"],
        },
    )
    return Composed(
        city=context["city"], language=context["language"], subject=subject,
        text=f"{body}\n\n{end}\n", html=html, leave=context["leave"],
        own=context["request"].number if context.get("own") else "",
        handed=context.get("handed", 0),
    )  # fmt: skip


def _text_message(template: str, context: dict[str, Any]) -> Composed:
    city: City = context["city"]
    words = _words_of_city(template, context, sms=True) or _short_words(template, context)
    page = "" if context["page"] and context["page"] in words else context["page"]
    return Composed(
        city=city, language=context["language"], subject="",
        text=segments.fit(f"{city.name}: {words}", page), leave=context["leave"],
    )  # fmt: skip


def _short_words(template: str, context: dict[str, Any]) -> str:
    """Return the words of a text message: its own, else the first line of the letter."""
    try:
        short = get_template(f"channels/sms/{template}.txt")
    except TemplateDoesNotExist:
        return render_to_string(f"channels/{template}.txt", context).strip().partition("\n")[0]
    return short.render(context)


def _tidy(text: str) -> str:
    """Return paragraphs with one empty line between two, each line without blanks at its end."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    lines = AFTER_NOON.sub(r"\1.", lines)
    return re.sub(r"\n{3,}", "\n\n", lines)


def _paragraphs(text: str) -> list[list[tuple[str, bool]]]:
    """Return the lines of each paragraph, with whether the line is an address alone."""
    return [
        [(line.strip(), bool(LINK.fullmatch(line.strip()))) for line in paragraph.splitlines()]
        for paragraph in BLANK_LINE.split(text)
        if paragraph.strip()
    ]


def _words_of_city(template: str, context: dict[str, Any], *, sms: bool) -> str:
    """Return the city's own words for the message, filled in; empty where it has none."""
    if template not in wordings.FIELDS or "request" not in context:
        return ""
    path = wordings.path_of(template, context["language"], sms=sms)
    words = _file(context["city"].edition_id, path)
    return wordings.fill(words, _values(context)) if words else ""


@lru_cache(maxsize=256)  # an edition never changes
def _file(edition_id: int, path: str) -> str:
    try:
        return cities.edition_file(edition_id, path).decode()
    except cities.NoSuchFile:
        return ""


def _values(context: dict[str, Any]) -> dict[str, str]:
    city, request = context["city"], context["request"]
    day, due = request.order_date, context["due"]
    return {
        "city": city.name,
        "phone": city.phone,
        "page": context["page"],
        "number": request.number,
        "service": request.service_name,
        "department": request.department_name,
        "address": request.address,
        "due": date_format(due, "DATETIME_FORMAT") if due else "",
        "date": date_format(day, "DATE_FORMAT") if day else "",
        "question": context["question"],
        "reply": context["reply"],
        "outcome": request.outcome_words,
        "remark": context["remark"],
        "lead": context["lead"],
    }
