"""What staff fill in to keep a text that they and others begin from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.catalogue.queries import KeptTextShown
from townline.catalogue.rules import ready_texts
from townline.catalogue.rules.ready_texts import ReadyText, Unready
from townline.cities.rules.city import City
from townline.desk.forms import departments, services
from townline.desk.wording import language_name
from townline.record.verbs import Actor

DEEDS: dict[str, Any] = {
    "reply": _("Writing to the reporter"),
    "ask": _("Asking the reporter"),
    "close": _("The words at the end"),
}
WORDS = "words_"
"""What the fields for each language begin with."""
EVERY = ("", _("All departments"))
REFUSED: dict[str, Any] = {
    "name": _("Give it a name of at most 80 characters."),
    "deeds": _("Say what it is for."),
    "words": _("Only the fields that are named above can stand in braces."),
}


class TextForm(forms.Form):
    """A text in the city's languages, with what it is for."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name"),
        help_text=_("What staff choose it by. Residents never see it."),
        max_length=ready_texts.LONGEST_NAME,
        error_messages={"required": REFUSED["name"]},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    department = forms.ChoiceField(label=_("For which department?"), required=False)
    deeds = forms.MultipleChoiceField(
        label=_("What for?"),
        choices=list(DEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REFUSED["deeds"]},
    )
    services = forms.MultipleChoiceField(
        label=_("For which services?"),
        help_text=_("Choose none if it fits all of them."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self, city: City, by: Actor, sent: Any = None, *, kept: KeptTextShown | None = None
    ) -> None:
        super().__init__(sent, initial=_shown(kept) if kept else None)
        self.city, self.by = city, by
        self.fields["services"].choices = services(city)  # type: ignore[attr-defined]
        if kept:  # whose it is stays: another department keeps one of its own
            del self.fields["department"]
        else:
            every = [EVERY] if by.works_for("*") else []
            self.fields["department"].choices = [*every, *departments(city, by)]  # type: ignore[attr-defined]
        for position, language in enumerate(city.languages):
            self.fields[WORDS + language] = forms.CharField(
                label=_("In %(language)s") % {"language": language_name(language)},
                max_length=ready_texts.LONGEST,
                required=position == 0,
                error_messages={"required": _("Write it in the city's first language.")},
                widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
            )

    def said(self) -> ReadyText:
        """Return the text that was filled in."""
        said = self.cleaned_data
        return ReadyText(
            name=said["name"].strip(),
            words={
                language: said[WORDS + language].strip()
                for language in self.city.languages
                if said[WORDS + language].strip()
            },
            deeds=tuple(said["deeds"]),
            services=tuple(said["services"]),
        )

    def refuse(self, refusal: Unready) -> None:
        """Say at its field what cannot be kept."""
        field = WORDS + refusal.language if refusal.part == "words" else refusal.part
        self.add_error(field if field in self.fields else None, str(REFUSED[refusal.part]))


def _shown(kept: KeptTextShown) -> dict[str, Any]:
    text = kept.text
    words = {WORDS + language: said for language, said in text.words.items()}
    return {
        "name": text.name, "deeds": text.deeds, "services": text.services, "seen": kept.seq, **words
    }  # fmt: skip
