"""Texts in the city's languages as fields of a form, language by language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import get_language_info

from townline.cities.rules.city import Words
from townline.founding.rules.faults import Fault, Severity


@dataclass(frozen=True)
class Tongue:
    """One language of a form, with the fields that are written in it."""

    code: str
    name: str
    fields: list[forms.BoundField]
    missing: int
    """How many texts it lacks that the first language has."""
    opened: bool


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text of a form: its key in the folder, its label, and how long it may be."""

    key: str
    label: Any
    longest: int = 200
    lines: int = 1
    required: bool = False
    hint: Any = ""


class TonguesForm(forms.Form):
    """A form some of whose fields are there once for each language of the city."""

    use_required_attribute = False
    texts: tuple[Text, ...] = ()

    def __init__(self, *sent: Any, languages: Sequence[str], **options: Any) -> None:
        super().__init__(*sent, **options)
        self.languages = tuple(languages)
        for text in self.texts:
            add_text(self, text, self.languages)

    def tongues(self) -> list[Tongue]:
        """Return the languages with their fields; open are the first and those with an error."""
        found = []
        for position, code in enumerate(self.languages):
            fields = [self[f"{text.key}_{code}"] for text in self.texts]
            missing = sum(
                bool(self[f"{text.key}_{self.languages[0]}"].value()) and not field.value()
                for text, field in zip(self.texts, fields, strict=True)
            )
            opened = not position or any(field.errors for field in fields)
            found.append(Tongue(code, name_of(code), fields, missing, opened))
        return found

    def others(self) -> Iterator[forms.BoundField]:
        """Yield the fields that are no texts."""
        names = {f"{text.key}_{code}" for text in self.texts for code in self.languages}
        return (field for field in self if field.name not in names)

    def words(self, key: str) -> Words:
        """Return a text as it was written, by language."""
        return words_of(self.cleaned_data, key, self.languages)

    def tell(self, faults: Mapping[str, Sequence[Fault]], names: Mapping[str, str]) -> None:
        """
        Put the faults of the folder beside the fields that they are about.

        :param names: the field of a key whose name is another
        """
        for key, found in faults.items():
            for fault in found:
                if fault.severity is Severity.ERROR:
                    self._tell(names.get(key, key), f"{fault.what} {fault.remedy}")

    def _tell(self, name: str, text: str) -> None:
        field = next((n for n in (name, f"{name}_{self.languages[0]}") if n in self.fields), "")
        self.errors.setdefault(field or NON_FIELD_ERRORS, self.error_class()).append(text)


def add_text(form: forms.Form, text: Text, languages: Sequence[str], *, prefix: str = "") -> None:
    """Add a text to a form, a field for each language; the first may be demanded."""
    for position, code in enumerate(languages):
        attrs = {"lang": code, "autocomplete": "off"}
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        if text.lines > 1:
            widget = forms.Textarea(attrs=attrs | {"rows": text.lines})
        form.fields[f"{prefix}{text.key}_{code}"] = forms.CharField(
            label=text.label, help_text=text.hint, widget=widget, max_length=text.longest,
            required=text.required and position == 0,
        )  # fmt: skip


def words_of(cleaned: Mapping[str, Any], key: str, languages: Sequence[str]) -> Words:
    """Return a text from what was filled in; languages without words are left out."""
    found = {code: cleaned.get(f"{key}_{code}", "").strip() for code in languages}
    return {code: text for code, text in found.items() if text}


def shown(key: str, words: Words, languages: Sequence[str]) -> dict[str, str]:
    """Return a text as the fields of a form show it."""
    return {f"{key}_{code}": words.get(code, "") for code in languages}


def name_of(code: str) -> str:
    """Return what a language calls itself; its code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a field that takes one thing a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
