"""The fields that a clerk fills in, one or two for each blank of a sentence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from townline.council.rules import amendments, document_lines
from townline.council.rules.vocabulary import Parameter, Slot

PREFIX = "b-"
"""What the names of these fields begin with."""
MOST_NAMES = 12
"""How many bodies one sentence can name on screen."""
LONGEST = 2_000
LABELS: Mapping[str, Any] = {
    "amendments": _("Amendments"), "authority": _("On whose word"), "body": _("Committee"),
    "by": _("By whom"), "comment": _("Comment"), "date": _("Day of the action"),
    "dated": _("Day on the document"), "decision": _("Decision"), "effective": _("In force from"),
    "from": _("From"), "items": _("Documents"), "last_day": _("Last day to act"),
    "meeting": _("Day of the meeting"), "nc": _("Neighborhood council"), "on": _("On"),
    "other": _("The other committee"), "to": _("To"), "when": _("Until"),
}  # fmt: skip
"""What the usual blanks are called; others by their own names."""


class Names(forms.Widget):
    """As many boxes for names of bodies as are filled, and two more."""

    def __init__(self, offered: str, label: Any) -> None:
        super().__init__()
        self._offered, self._label = offered, label

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the boxes; the first has the field's id."""
        identity = (attrs or {}).get("id", f"id_{name}")
        named = [*(value or []), "", ""][:MOST_NAMES]
        keys = [identity, *(f"{identity}_{place}" for place in range(1, len(named)))]
        return format_html_join(
            "",
            '<input class="usa-input" id="{}" name="{}" value="{}" list="{}"'
            ' autocomplete="off" aria-label="{}" aria-describedby="{}_helptext">',
            (
                (key, name, each, self._offered, f"{self._label} {place}", identity)
                for place, (key, each) in enumerate(zip(keys, named, strict=True), start=1)
            ),
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the names that were filled in."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [each.strip() for each in given if each.strip()][:MOST_NAMES]


class NamesField(forms.Field):
    """Names of bodies."""

    def to_python(self, value: Any) -> list[str]:
        """Return the names as a list."""
        return list(value or [])


def label_of(parameter: Parameter) -> Any:
    """Return what a blank is called on screen."""
    return LABELS.get(parameter.name, parameter.name.replace("_", " ").capitalize())


def offered_for(parameter: Parameter) -> str:
    """Return the identity of the list of names that a blank offers."""
    return "-".join(["bodies", *parameter.kinds])


def fields(parameter: Parameter) -> dict[str, forms.Field]:
    """Return the fields of a blank, by their names in the form."""
    name = PREFIX + parameter.name
    made = {name: MADE[parameter.slot](parameter)}
    if parameter.slot is Slot.DATE_OR_TEXT:
        words = _("Or in words, where there is no day")
        made[f"{name}-words"] = _words(parameter, words, required=False)
    return made


def plain(parameter: Parameter, said: Mapping[str, Any]) -> Any:
    """Return what was filled in for a blank as the JSON of activities has it; None for nothing."""
    name = PREFIX + parameter.name
    value = said.get(name)
    if parameter.slot is Slot.DATE_OR_TEXT and not value:
        value = said.get(f"{name}-words")
    if isinstance(value, date):
        return value.isoformat()
    if parameter.slot is Slot.COMMENT:
        return value or ""
    if parameter.slot is Slot.AMENDMENTS and value:
        read = amendments.read(amendments.JOINER.join(_of_lines(value)))
        return [amendments.as_plain(each) for each in read] if read else value
    if parameter.slot is Slot.DOCUMENTS and value:
        return [document_lines.as_plain(document_lines.read(line)) for line in _of_lines(value)]
    return value or None


def initial(parameter: Parameter, value: Any) -> dict[str, Any]:
    """Return what stands in the fields of a blank for a value that it has."""
    name = PREFIX + parameter.name
    if parameter.slot is Slot.DATE_OR_TEXT and not isinstance(value, date):
        return {f"{name}-words": value}
    if parameter.slot is Slot.AMENDMENTS:
        return {name: "\n".join(amendments.write((each,)) for each in value)}
    if parameter.slot is Slot.DOCUMENTS:
        return {name: "\n".join(document_lines.write(line) for line in value)}
    return {name: list(value) if isinstance(value, tuple) else value}


def _of_lines(text: str) -> Iterable[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(label: Any, *, required: bool) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _words(parameter: Parameter, label: Any, *, required: bool) -> forms.Field:
    if parameter.words:
        choices = [("", "–"), *((word, word) for word in parameter.words)]
        return forms.ChoiceField(label=label, choices=choices, required=required)
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget)


def _lines(label: Any, how: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=how, max_length=20_000, widget=widget)


def datalist(identity: str, names: Iterable[str]) -> SafeString:
    """Return a list of names that boxes offer while one types."""
    options = format_html_join("", '<option value="{}">', ((name,) for name in names))
    return format_html('<datalist id="{}">{}</datalist>', identity, options)


def _body(parameter: Parameter) -> forms.Field:
    attrs = {"autocomplete": "off", "list": offered_for(parameter)}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label_of(parameter), max_length=LONGEST, widget=widget)


def _bodies(parameter: Parameter) -> forms.Field:
    label = label_of(parameter)
    more = _("One name in each box. Show the sentence to get more boxes.")
    return NamesField(label=label, help_text=more, widget=Names(offered_for(parameter), label))


MADE: Mapping[Slot, Callable[[Parameter], forms.Field]] = {
    Slot.BODY: _body,
    Slot.BODIES: _bodies,
    Slot.DATE: lambda parameter: _day(label_of(parameter), required=True),
    Slot.DATE_OR_TEXT: lambda parameter: _day(label_of(parameter), required=False),
    Slot.TEXT: lambda parameter: _words(parameter, label_of(parameter), required=True),
    Slot.COMMENT: lambda parameter: _words(parameter, label_of(parameter), required=False),
    Slot.AMENDMENTS: lambda parameter: _lines(
        label_of(parameter),
        _("One on a line, as: Amending Motion 13A (Padilla for McOsker - Hutt)"),
    ),
    Slot.DOCUMENTS: lambda parameter: _lines(
        label_of(parameter),
        _("One on a line, as: Controller report, dated March 11, 2021, relative to trees."),
    ),
}
"""The field of a blank, by what fills it."""
