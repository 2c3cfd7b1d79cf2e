"""The forms by which a reporter does something with their own request."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.contacts.queries import Reach, texts_leave
from townline.contacts.rules import reach
from townline.portal.forms import Photos, day_field, day_words
from townline.requests.actions.own import MOST_PHOTOS
from townline.requests.rules.reopening import REASONS

REASON_WORDS: dict[str, str | Promise] = {
    "still_there": gettext_lazy("It is still there"),
    "came_back": gettext_lazy("It came back"),
    "half_done": gettext_lazy("Only part of it was done"),
    "wrong_place": gettext_lazy("The work was done at another place"),
    "wrong_answer": gettext_lazy("The answer does not fit what was reported"),
    "other": gettext_lazy("Something else"),
}
assert REASON_WORDS.keys() == REASONS.keys()
RATINGS: dict[int, str | Promise] = {
    5: gettext_lazy("5 – very well"),
    4: gettext_lazy("4 – well"),
    3: gettext_lazy("3 – so-so"),
    2: gettext_lazy("2 – badly"),
    1: gettext_lazy("1 – very badly"),
}
MEDIA: dict[str, str | Promise] = {
    "email": gettext_lazy("By e-mail"),
    "sms": gettext_lazy("By text message"),
}


class Plain(forms.Form):
    """Nothing to fill in: a button."""

    use_required_attribute = False


class Sure(Plain):
    """A button that one should not press by mistake."""

    sure = forms.BooleanField(error_messages={"required": gettext_lazy("Tick this to go on.")})

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sure"].label = label


class Words(Plain):
    """A text."""

    text = forms.CharField(widget=forms.Textarea(attrs={"maxlength": "4000"}), max_length=4000)

    def __init__(self, *args: Any, label: str, required: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label, self.fields["text"].required = label, required


class Pictures(Plain):
    """Photos."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"] = Photos(MOST_PHOTOS, label=_("Photos"))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("photos") and not self.errors:
            self.add_error("photos", _("Choose a photo."))
        return cleaned


class Day(Plain):
    """Another day, while it can be changed."""

    def __init__(
        self, *args: Any, days: tuple[date, ...], until: date | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["day"] = day_field(days)
        if until:
            says = _("You can change it until the end of %(day)s, and cancel even later.")
            self.fields["day"].help_text = says % {"day": day_words(until)}


class NotFixed(Plain):
    """What is still wrong: reasons to tick, words, a photo."""

    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=list(REASON_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        widget=forms.Textarea(attrs={"maxlength": "4000"}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"] = Photos(3, label=_("How it looks now"))

    def clean(self) -> dict[str, Any]:
        """Ask for a reason that somebody can act on."""
        cleaned = super().clean() or self.cleaned_data
        ticked = set(cleaned.get("reasons") or ())
        if not self.errors and not (ticked - {"other"}) and not cleaned.get("text", "").strip():
            field = "text" if ticked else "reasons"
            self.add_error(field, _("Say what is still wrong, so that somebody can mend it."))
        return cleaned


class Rating(Plain):
    """How well it went."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How well did the city do this?"),
        choices=list(RATINGS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What should we know about it?"),
        help_text=gettext_lazy("Only people who work for the city read this."),
        widget=forms.Textarea(attrs={"maxlength": "2000"}),
        max_length=2000,
        required=False,
    )


class WayToTell(Plain):
    """By which medium somebody is told, and where."""

    medium = forms.ChoiceField(
        label=gettext_lazy("How shall we tell you?"),
        choices=list(MEDIA.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Mobile phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not texts_leave():  # then there is nothing to choose
            del self.fields["medium"], self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """Ask for the address that goes with the medium."""
        cleaned = super().clean() or self.cleaned_data
        if "medium" not in self.fields:
            cleaned["medium"] = "email"
        medium = cleaned.get("medium", "")
        field = {"email": "email", "sms": "phone"}.get(medium, "")
        written = cleaned.get(field, "")
        if field and not self.errors and not self._is_known(medium, written):
            faults = {
                "email": _("Write an e-mail address, like name@example.org."),
                "sms": _("Write a phone number with its area code, like 213 555 0101."),
            }
            if not reach.address(medium, written):
                self.add_error(field, faults[medium])
        return cleaned

    def _is_known(self, medium: str, written: str) -> bool:
        """Return whether the address may be left out, because it is known already."""
        return False


class Told(WayToTell):
    """How a reporter is told; an address that is known may stay as it is."""

    def __init__(self, *args: Any, known: Reach | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known or Reach("", "", "", "", "none")
        media = [one for one in MEDIA.items() if one[0] == "email" or texts_leave()]
        self.fields["medium"] = forms.ChoiceField(
            label=_("How shall we tell you?"),
            choices=[*media, ("none", _("Not at all"))],
            widget=forms.RadioSelect,
            initial=self.known.told_by,
            error_messages={"required": _("Choose one.")},
        )
        self.order_fields(["medium"])
        for name, medium, written in self._left():
            if written and name in self.fields:
                self.fields[name].help_text = _("Leave this empty to keep %(address)s.") % {
                    "address": reach.masked(medium, written)
                }

    def _left(self) -> tuple[tuple[str, str, str], ...]:
        return ("email", "email", self.known.email), ("phone", "sms", self.known.phone)

    def _is_known(self, medium: str, written: str) -> bool:
        left = {"email": self.known.email, "sms": self.known.phone}.get(medium, "")
        return not written.strip() and bool(left)


def address_in(form: forms.Form) -> str:
    """Return where a valid ``WayToTell`` writes to; empty where nothing new was given."""
    said = form.cleaned_data
    field = {"email": "email", "sms": "phone"}.get(said["medium"], "")
    return str(said.get(field, "")).strip()
