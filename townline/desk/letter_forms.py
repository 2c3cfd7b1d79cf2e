"""What an agent fills in to sort a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.desk.forms import NumberForm
from townline.requests.rules.submission import MOST_TEXT


class LetterForm(forms.Form):
    """One thing that can be done with a letter."""

    use_required_attribute = False


class AssignForm(LetterForm, NumberForm):
    """The request that the letter is about."""


class AnswerForm(LetterForm):
    """What its writer is told."""

    text = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_TEXT,
        error_messages={"required": _("Write an answer.")},
    )


class DiscardForm(LetterForm):
    """Why nothing is done with it."""

    reason = forms.CharField(
        label=_("Why nothing is done with it"),
        max_length=500,
        help_text=_("For example: advertising, or sent to us by mistake."),
        error_messages={"required": _("Say why.")},
    )
