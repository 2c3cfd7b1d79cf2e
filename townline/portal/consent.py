"""In which words residents are asked whether they agree to something, as the page has them."""

from django import forms
from django.utils.translation import get_language

from townline.contacts.rules.consent import Asked


def asked_in(field: forms.Field, *more: object) -> Asked:
    """Return in which words a field of a form asks, with what stands beside it."""
    parts = (field.label, field.help_text, *more)
    return Asked(words=" ".join(str(each) for each in parts if each), language=get_language() or "")
