"""The form in which staff write a bulletin: its texts, where, about what and how long."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.cities.rules.city import City
from townline.desk.forms import areas, services
from townline.knowledge.rules.bulletins import (
    IMPORTANCES,
    LONGEST_BODY,
    LONGEST_TITLE,
    Message,
    Text,
    Unsayable,
)

MOMENT = "%Y-%m-%dT%H:%M"
WORDS = {
    "notice": gettext_lazy("Notice: good to know"),
    "warning": gettext_lazy("Warning: plans may have to change"),
    "emergency": gettext_lazy("Emergency: nobody may miss it; shown on every page"),
}
REFUSED = {
    "no_first_text": gettext_lazy("Write a title in the city's first language."),
    "no_title": gettext_lazy("A text needs a title."),
    "bad_text": gettext_lazy("The text holds characters that cannot be stored, or is too long."),
    "ends_first": gettext_lazy("It would end before it begins."),
    "over": gettext_lazy("It would be over already."),
    "too_long_shown": gettext_lazy("It would stand for more than a year. Publish it anew later."),
}
"""Why a bulletin cannot be published, by the code of the refusal."""


class Moment(forms.DateTimeField):
    """A day and a time of day in the city's zone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, f"{MOMENT}:%S"], **options)


class BulletinForm(forms.Form):
    """What is to be told."""

    use_required_attribute = False

    importance = forms.ChoiceField(
        label=gettext_lazy("How important is it?"),
        choices=[(code, WORDS[code]) for code in IMPORTANCES],
        widget=forms.RadioSelect,
        initial=IMPORTANCES[0],
    )
    starts_at = Moment(label=gettext_lazy("Shown from"), required=False)
    expires_at = Moment(label=gettext_lazy("Shown until"))
    services = forms.MultipleChoiceField(
        label=gettext_lazy("About these services"),
        help_text=gettext_lazy("Choose none if it is not about services."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("In these areas"),
        help_text=gettext_lazy("Choose none if it is for the whole city."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, city: City, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.at = city, at
        self.fields["starts_at"].help_text = _("Left empty, it is shown at once.")
        self.fields["services"].choices = services(city)  # type: ignore[attr-defined]
        kinds = areas(city, at.astimezone(city.zone).date())
        if kinds:
            self.fields["areas"].choices = kinds  # type: ignore[attr-defined]
        else:
            del self.fields["areas"]
        for position, language in enumerate(city.languages):
            self.fields |= _texts(language, first=position == 0)

    def texts(self) -> Iterator[tuple[str, str, Any, Any]]:
        """Yield each language with its own name, and the fields of title and body."""
        for language in self.city.languages:
            yield language, _name_of(language), self[f"title_{language}"], self[f"body_{language}"]

    def clean(self) -> dict[str, Any]:
        """Refuse a body without its title."""
        said = super().clean() or {}
        for language in self.city.languages:
            title = f"title_{language}"
            if said.get(f"body_{language}") and not said.get(title) and title not in self.errors:
                self.add_error(title, str(REFUSED["no_title"]))
        return said

    def message(self) -> Message:
        """Return what a valid form says."""
        said = self.cleaned_data
        return Message(
            texts={
                language: Text(title=said[f"title_{language}"], body=said[f"body_{language}"])
                for language in self.city.languages
                if said.get(f"title_{language}")
            },
            starts_at=self._moment(said["starts_at"]) or self.at,
            expires_at=self._moment(said["expires_at"]) or self.at,
            areas=tuple(said.get("areas", ())),
            services=tuple(said["services"]),
            importance=said["importance"],
        )

    def refuse(self, refusal: Unsayable) -> None:
        """Say beside its field why the message cannot be published."""
        part = refusal.part if refusal.part in self.fields else None
        self.add_error(part, str(REFUSED.get(refusal.code, str(refusal))))

    def _moment(self, given: datetime | None) -> datetime | None:
        """Return a moment that was written by the city's clock, whatever zone pages are in."""
        return given.replace(tzinfo=self.city.zone) if given else None


def initial(message: Message, city: City) -> dict[str, Any]:
    """Return what the form of a changed wording begins with."""
    begun: dict[str, Any] = {
        "importance": message.importance,
        "expires_at": timezone.make_naive(message.expires_at, city.zone),
        "services": message.services,
        "areas": message.areas,
    }
    for language, text in message.texts.items():
        begun |= {f"title_{language}": text.title, f"body_{language}": text.body}
    return begun


def _texts(language: str, *, first: bool) -> dict[str, forms.Field]:
    attrs = {"lang": language}
    return {
        f"title_{language}": forms.CharField(
            label=_("Title"),
            required=first,
            max_length=LONGEST_TITLE,
            widget=forms.TextInput(attrs=attrs),
        ),
        f"body_{language}": forms.CharField(
            label=_("Text"),
            required=False,
            max_length=LONGEST_BODY,
            widget=forms.Textarea(attrs={**attrs, "rows": 4}),
        ),
    }


def _name_of(language: str) -> str:
    try:
        return str(translation.get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        return language
