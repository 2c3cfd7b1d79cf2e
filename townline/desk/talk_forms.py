"""What an agent writes."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from townline.contacts.rules.saying import LONGEST, CannotSay, plain_text


class SayForm(forms.Form):
    """Something to say: words, a ready text below them, or an answer as it was published."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("What you write"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "3", "maxlength": str(LONGEST)}),
    )
    ready = forms.CharField(required=False, max_length=80)
    answer = forms.SlugField(required=False, max_length=80)
    name = forms.RegexField(r"^[\w.-]*$", max_length=64, required=False, widget=forms.HiddenInput)
    texts: Sequence[tuple[str, str, str]] = ()
    """Key, name and words of the ready texts that may be used."""

    def clean(self) -> dict[str, Any]:
        """Put a ready text below the words, and refuse to say nothing."""
        said = super().clean() or self.cleaned_data
        known = {key: words for key, _name, words in self.texts}
        parts = (said.get("text", ""), known.get(said.get("ready", ""), ""))
        if said.get("answer"):
            return said
        try:
            said["text"] = plain_text("\n\n".join(filter(None, parts)))
        except CannotSay:
            self.add_error("text", gettext_lazy("Write something, or choose a text or an answer."))
        return said


def fresh_name() -> str:
    """Return what a page calls what is written on it next."""
    return secrets.token_urlsafe(12)
