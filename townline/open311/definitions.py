"""What a service asks: its questions as Open311's attributes, orders included."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in
from townline.geography.rules.place import Point
from townline.open311 import errors, reading
from townline.open311.endpoint import Answer, Call
from townline.requests import queries as requests

DATE = "order:date"
"""The attribute that chooses the day of an order. No code of a folder holds a colon."""
ITEM = "item:"
"""What comes before an item's code in the attribute that says how many of it are ordered."""
LINE = 500
"""The longest answer, in characters, that still fits into one line of a form."""
DATATYPES = {"date": "datetime"}
"""Kinds of questions that Open311 calls otherwise."""


def definition(call: Call, code: str) -> Answer:
    """
    Answer ``GET services/{code}``.

    With ``lat`` and ``long``, the day of an order becomes a list of those that are free there.
    """
    point = reading.point(call.parameters)
    call.parameters.settle()
    try:
        offer = catalogue.offer(call.city.edition_id, code)
    except catalogue.NoSuchService as refusal:
        raise errors.of_city(refusal, call.city, call.language) from refusal
    asked = [*_questions(offer, call.language), *_order(call, offer, point)]
    attributes = [{**each, "order": order} for order, each in enumerate(asked, 1)]
    return Answer("service_definition", {"service_code": code, "attributes": attributes})


def asks_anything(offer: Offer) -> bool:
    """Return whether a client must read the definition before it files."""
    return bool(offer.questions or offer.items or offer.dates)


def _questions(offer: Offer, language: str) -> Iterator[dict[str, Any]]:
    for question in offer.questions:
        yield _attribute(
            question.code,
            _datatype(question),
            words_in(question.words, language),
            variable=question.kind != "text",
            required=question.required and not question.when,
            hint=_hint(offer, question, language),
            values=[
                {"key": option.key, "name": words_in(option.words, language)}
                for option in question.options
            ],
        )


def _datatype(question: Question) -> str:
    if question.kind == "string" and question.max_length > LINE:
        return "text"
    return DATATYPES.get(question.kind, question.kind)


def _hint(offer: Offer, question: Question, language: str) -> str:
    """Return the help, the bounds and the condition of a question, for whoever answers it."""
    parts = [words_in(question.help, language)]
    if question.minimum is not None:
        parts.append(_("At least %(least)g.") % {"least": question.minimum})
    if question.maximum is not None:
        parts.append(_("At most %(most)g.") % {"most": question.maximum})
    if question.kind == "date":
        parts.append(_("A date as year-month-day, such as 2026-05-09."))
    if question.kind == "datetime":
        parts.append(_("With its offset from UTC, such as 2026-05-09T14:30:00-07:00."))
    parts += [_condition(offer, code, keys, language) for code, keys in question.when.items()]
    if question.required and question.when:
        parts.append(_("Then it needs an answer."))
    return " ".join(part for part in parts if part)


def _condition(offer: Offer, code: str, keys: tuple[str, ...], language: str) -> str:
    other = offer.question(code)
    options = other.options if other else ()
    names = [words_in(option.words, language) for option in options if option.key in keys]
    return _("Only where %(question)s is: %(answers)s.") % {
        "question": code,
        "answers": " / ".join(names or keys),
    }


def _order(call: Call, offer: Offer, point: Point | None) -> Iterator[dict[str, Any]]:
    for item in offer.items:
        yield _attribute(
            ITEM + item.code,
            "number",
            words_in(item.words, call.language),
            hint=_("How many of it: at most %(most)d.") % {"most": item.limit},
        )
    if offer.dates:
        yield _day(call, offer, point)


def _day(call: Call, offer: Offer, point: Point | None) -> dict[str, Any]:
    words = _("On which day?")
    if point is None:
        hint = _("A working day of the department as year-month-day; it may be left open.")
        return _attribute(DATE, "datetime", words, hint=hint)
    days = requests.days_free(call.city, offer.code, point, at=call.at)
    values = [{"key": day.isoformat(), "name": day.isoformat()} for day in days]
    return _attribute(DATE, "singlevaluelist", words, values=values)


def _attribute(
    code: str,
    datatype: str,
    description: str,
    *,
    variable: bool = True,
    required: bool = False,
    hint: str = "",
    values: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    return {
        "variable": variable,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": hint or None,
        "order": 0,
        "description": description or None,
        "values": values or [],
    }
