"""A select of hundreds of options, such as all areas of a city."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = SafeString(" selected")


class LongSelect(forms.Select):
    """Draws its options itself: by a template each, they would be half of the page's time."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the select as ``Select`` does, the chosen option marked."""
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        groups = _groups(self.choices, set(self.format_value(value)))
        return format_html(
            "<select{}>{}</select>",
            flatatt(attributes),
            format_html_join("", "{}", ((group,) for group in groups)),
        )


def _groups(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> Iterator[SafeString]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            inner = _options(label, chosen)
            yield format_html('<optgroup label="{}">{}</optgroup>', key, inner)
        else:
            yield _options([(key, label)], chosen)


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> SafeString:
    values = (("" if key is None else str(key), label) for key, label in choices)
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _mark(value, chosen), label) for value, label in values),
    )


def _mark(value: str, chosen: set[str]) -> str:
    """Mark a value that is chosen, once: as ``Select`` does where choices repeat it."""
    if value not in chosen:
        return ""
    chosen.remove(value)
    return SELECTED
