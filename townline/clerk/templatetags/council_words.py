"""What names of the council are called, where a template has both."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(name: Any, words: Mapping[Any, Any]) -> Any:
    """Return what stands for a name; the name itself where nothing does."""
    return words.get(name, name)


@register.filter
def at_key(words: Mapping[Any, Any], key: Any) -> Any:
    """Return what stands under a key; nothing where there is none."""
    return words.get(key, "")
