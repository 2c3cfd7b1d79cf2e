"""A service's questions as fields that an agent fills in while somebody tells."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in

PREFIX = "q_"
"""What a question's field is called: this and the question's code."""
SPREAD = 7
"""Up to so many options are spread out; more are a list to open."""


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it."""

    words: str
    field: forms.BoundField | None
    """None for a notice, which asks nothing."""
    required: bool
    only_if: str
    """After which other answers it is asked; empty where always."""
    when: str
    """The same for scripts: names of fields and their answers, as JSON."""


def fields(offer: Offer) -> dict[str, forms.Field]:
    """Return a field for each question that wants an answer, by its name in the form."""
    return {PREFIX + q.code: _field(q) for q in offer.questions if q.kind != "text"}


def given(offer: Offer, data: QueryDict) -> dict[str, str | list[str]]:
    """Return the answers as they were sent, by question code."""
    sent: dict[str, str | list[str]] = {}
    for question in offer.questions:
        name = PREFIX + question.code
        if question.kind == "multivaluelist":
            sent[question.code] = [str(value) for value in data.getlist(name)]
        elif question.kind != "text" and name in data:
            sent[question.code] = str(data[name])
    return sent


def asked(offer: Offer, form: forms.Form) -> list[Asked]:
    """Return the questions in the service's order, each with its field of ``form``."""
    language = get_language() or ""
    return [
        Asked(
            words_in(question.words, language),
            None if question.kind == "text" else form[PREFIX + question.code],
            question.required,
            _only_if(offer, question.when, language),
            json.dumps({PREFIX + code: list(keys) for code, keys in question.when.items()})
            if question.when
            else "",
        )
        for question in offer.questions
    ]


def _only_if(offer: Offer, when: Mapping[str, tuple[str, ...]], language: str) -> str:
    parts = []
    for code, keys in when.items():
        other = offer.question(code)
        if other is None:
            continue
        options = [words_in(o.words, language) for o in other.options if o.key in keys]
        parts.append(
            _("Only if “%(question)s” is answered with: %(answers)s.")
            % {"question": words_in(other.words, language), "answers": ", ".join(options or keys)}
        )
    return " ".join(parts)


def _field(question: Question) -> forms.Field:
    language = get_language() or ""
    several = question.kind == "multivaluelist"
    field = forms.Field() if several else forms.CharField()
    field.widget = _widget(question, language)
    field.label = words_in(question.words, language)
    field.help_text = words_in(question.help, language)
    field.required = False  # the catalogue says what must be answered, after the other answers
    return field


def _widget(question: Question, language: str) -> forms.Widget:
    choices = [(o.key, words_in(o.words, language)) for o in question.options]
    if question.kind == "multivaluelist":
        return forms.CheckboxSelectMultiple(choices=choices)
    if question.kind == "singlevaluelist":
        if len(choices) <= SPREAD:
            return forms.RadioSelect(choices=choices)
        return forms.Select(choices=[("", _("Choose one")), *choices])
    return LINES.get(question.kind, _line)(question)


def _line(question: Question) -> forms.Widget:
    return forms.TextInput(attrs={"maxlength": str(question.max_length)})


LINES: dict[str, Callable[[Question], forms.Widget]] = {
    "number": lambda question: forms.TextInput(attrs={"inputmode": "decimal"}),
    "date": lambda question: forms.DateInput(attrs={"type": "date"}),
    "datetime": lambda question: forms.DateTimeInput(attrs={"type": "datetime-local"}),
}
"""What is written into a line, where it is no plain text."""
