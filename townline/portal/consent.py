"""In which words residents are asked whether they agree to something, as the page has them."""

from django import forms
from django.utils.translation import get_language, gettext_lazy

from townline.contacts.rules.consent import Asked

TO_REACH = gettext_lazy(
    "You need not say who you are. With an e-mail address we can tell you what happens and ask if "
    "something is unclear. We keep these apart from the public record, and nobody sees them but "
    "the staff who need them."
)
"""What a report's form says beside its fields for an address."""


def asked_to_reach() -> Asked:
    """Return in which words the form of a report asks how its reporter can be reached."""
    return Asked(words=str(TO_REACH), language=get_language() or "")


def asked_in(field: forms.Field, *more: object) -> Asked:
    """Return in which words a field of a form asks, with what stands beside it."""
    parts = (field.label, field.help_text, *more)
    return Asked(words=" ".join(str(each) for each in parts if each), language=get_language() or "")
