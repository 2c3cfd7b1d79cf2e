"""What the resident of a chat writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from townline.contacts.rules import reach
from townline.contacts.rules.saying import LONGEST, CannotSay, plain_text

LONGEST_NAME = 100


class Words(forms.CharField):
    """Words as they can be said."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": str(rows), "maxlength": str(LONGEST)})
        super().__init__(max_length=LONGEST, widget=area, **options)

    def to_python(self, value: Any) -> str:
        """Return them without what no page shows; empty where nothing is left."""
        try:
            return plain_text(str(value or ""))
        except CannotSay:
            return str(value or "").strip() if len(str(value or "")) > LONGEST else ""


class SayForm(forms.Form):
    """Something to say."""

    use_required_attribute = False
    text = Words(
        label=gettext_lazy("Your message"),
        rows=3,
        error_messages={"required": gettext_lazy("Write your message.")},
    )
    name = forms.RegexField(r"^[\w.-]*$", max_length=64, required=False, widget=forms.HiddenInput)


class EmailForm(forms.Form):
    """Where something is sent."""

    use_required_attribute = False
    email = forms.CharField(
        label=gettext_lazy("Your e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write an e-mail address, like name@example.org.")
        },
    )

    def clean_email(self) -> str:
        """Return the address as it is written to."""
        written = str(self.cleaned_data["email"])
        known = reach.address("email", written) if written else ""
        if written and not known:
            raise forms.ValidationError(
                gettext_lazy("Write an e-mail address, like name@example.org.")
            )
        return known


class BeginForm(EmailForm):
    """The first words, and who says them, if they want to tell."""

    first_name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    text = Words(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("In your own words. Leave out what is private."),
        error_messages={"required": gettext_lazy("Write what it is about.")},
    )
    field_order = ("text", "first_name", "email")

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["email"].required = False


class LeaveForm(EmailForm):
    """A message that is answered by mail, where nobody is there."""

    text = Words(
        label=gettext_lazy("Your message"),
        rows=4,
        error_messages={"required": gettext_lazy("Write your message.")},
    )
    field_order = ("text", "email")
