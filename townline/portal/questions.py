"""A service's questions as form fields, and what was answered back as the answers they take."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.catalogue.rules.offers import Offer, Question
from townline.cities.rules.city import words_in

PREFIX = "q_"
"""What a question's field is called: this and the question's code."""

MANY = 8
"""From so many options on, a list is opened rather than spread out."""
LONG = 200
"""From so many characters on, a text gets several lines."""


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it."""

    question: Question
    words: str
    field: forms.BoundField | None
    """None for a notice, which asks nothing."""
    only_if: str
    """When it is asked, for a page without scripts; empty where always."""
    when: str
    """The same for scripts: question codes and their answers, as JSON."""


def fields(offer: Offer) -> dict[str, forms.Field]:
    """Return a form field for each question that wants an answer, by its name in the form."""
    return {
        PREFIX + question.code: _field(question)
        for question in offer.questions
        if question.kind != "text"
    }


def given(offer: Offer, data: QueryDict) -> dict[str, str | list[str]]:
    """Return the answers as they were sent, by question code."""
    sent: dict[str, str | list[str]] = {}
    for question in offer.questions:
        name = PREFIX + question.code
        if name not in data or question.kind == "text":
            continue
        if question.kind == "multivaluelist":
            sent[question.code] = [str(value) for value in data.getlist(name)]
        else:
            sent[question.code] = str(data[name])
    return sent


def asked(offer: Offer, form: forms.Form) -> Iterator[Asked]:
    """Yield the questions in the service's order, each with its field of ``form``."""
    language = get_language() or ""
    for question in offer.questions:
        yield Asked(
            question=question,
            words=words_in(question.words, language),
            field=None if question.kind == "text" else form[PREFIX + question.code],
            only_if=_only_if(offer, question.when, language),
            when=json.dumps({PREFIX + c: list(keys) for c, keys in question.when.items()})
            if question.when
            else "",
        )


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
    field = KINDS[question.kind](question)
    field.label = words_in(question.words, language)
    field.help_text = words_in(question.help, language)
    field.required = False  # the catalogue says what must be answered, after the other answers
    return field


def _string(question: Question) -> forms.Field:
    widget = forms.Textarea() if question.max_length > LONG else forms.TextInput()
    widget.attrs["maxlength"] = str(question.max_length)
    return forms.CharField(widget=widget)


def _number(question: Question) -> forms.Field:
    attrs = {"inputmode": "decimal", "autocomplete": "off"}
    return forms.CharField(widget=forms.TextInput(attrs=attrs))


def _date(question: Question) -> forms.Field:
    return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))


def _datetime(question: Question) -> forms.Field:
    return forms.CharField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


def _choices(question: Question) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(option.key, words_in(option.words, language)) for option in question.options]


def _one(question: Question) -> forms.Field:
    choices = _choices(question)
    if len(choices) < MANY:
        return forms.CharField(widget=forms.RadioSelect(choices=choices))
    nothing = ("", _("Choose one"))
    return forms.CharField(widget=forms.Select(choices=[nothing, *choices]))


def _some(question: Question) -> forms.Field:
    # Its value is a list, which the catalogue checks; the field only keeps and shows it.
    return forms.Field(widget=forms.CheckboxSelectMultiple(choices=_choices(question)))


KINDS = {
    "string": _string,
    "number": _number,
    "date": _date,
    "datetime": _datetime,
    "singlevaluelist": _one,
    "multivaluelist": _some,
}
