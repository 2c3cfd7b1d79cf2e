"""What an agent fills in for somebody who calls, writes or comes by."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from townline.catalogue.rules.answers import BadAnswers, NotOurs, check
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, Words, words_in
from townline.contacts.rules.consent import Asked
from townline.desk import questions, wording
from townline.desk.forms import Photos
from townline.geography.rules.place import Match
from townline.requests.queries import Near
from townline.requests.rules.submission import MOST_TEXT, Reporter

ITEM = "item_"
"""What the field of an order's item is called: this and the item's code."""
NEW = "new"


class SearchForm(forms.Form):
    """Words of the caller for what they want."""

    q = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class CallForm(forms.Form):
    """A report or an order taken down for somebody."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=100)
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come?"), choices=wording.CHANNELS, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("Address or corner of two streets"), max_length=300, required=False
    )
    match = forms.CharField(
        label=gettext_lazy("Which place do they mean?"), required=False, max_length=500
    )
    landmark = forms.CharField(
        label=gettext_lazy("What is there"),
        help_text=gettext_lazy("A landmark, a pole's number, “in the alley behind the library”."),
        max_length=300,
        required=False,
    )
    join = forms.ChoiceField(
        label=gettext_lazy("Is it one of these, which are known already?"),
        widget=forms.RadioSelect,
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("What they say"),
        widget=forms.Textarea,
        max_length=MOST_TEXT,
        required=False,
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=100, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=100, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Without one, nothing can be sent to them."),
        max_length=254,
        required=False,
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("May we write to you or call you about this?"),
        help_text=gettext_lazy(
            "Ask them in these words, and tick it if they say yes. Who wrote a letter was not "
            "asked: leave it."
        ),
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Write to them in"))

    def __init__(self, *sent: Any, offer: Offer, city: City, days: Sequence[date] = ()) -> None:
        super().__init__(*sent)
        self.initial = {
            "key": secrets.token_urlsafe(18),
            "channel": "call",
            "language": city.languages[0],
        }
        self.offer, self.city = offer, city
        self.elsewhere: Words | None = None
        """Where the caller has to turn, if an answer says that it is not the city's."""
        self.near: tuple[Near, ...] = ()
        self.fields.update(questions.fields(offer))
        self.fields.update(_items(offer))
        if offer.dates:
            self.fields["order_date"] = _day_field(days)
        if offer.photos:
            self.fields["photos"] = Photos(offer.photos, label=_("Photos"))
        if offer.place == "none":
            for name in ("address", "match", "landmark", "join"):
                del self.fields[name]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, wording.language_name(code)) for code in city.languages
        ]

    def offer_matches(self, matches: Iterable[Match]) -> None:
        """Ask which of several places is meant."""
        labels = [(match.label, match.label) for match in matches]
        self.fields["match"].widget = forms.RadioSelect(choices=labels)

    def offer_known(self, near: tuple[Near, ...]) -> None:
        """Ask whether it is one of those known near by."""
        self.near = near
        known = [(n.number, wording.near_label(n, self.city.zone)) for n in near]
        self.fields["join"].choices = [*known, (NEW, _("None of these: a new request"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check the answers, and that there is a place where the service needs one."""
        cleaned = super().clean() or self.cleaned_data
        try:
            check(self.offer, self.answers(), self.city.zone)
        except NotOurs as elsewhere:
            self.elsewhere = elsewhere.words
        except BadAnswers as bad:
            for code, fault in bad.errors.items():
                name = questions.PREFIX + code
                text = _(fault.message).format(**fault.params)
                self.add_error(name if name in self.fields else None, text)
        if self.offer.place == "required" and not cleaned.get("address"):
            self.add_error(
                "address", _("Say where it is: an address or the corner of two streets.")
            )
        return cleaned

    def answers(self) -> dict[str, str | list[str]]:
        """Return the answers as they were sent."""
        return questions.given(self.offer, self.data)  # type: ignore[arg-type]

    def items(self) -> dict[str, int]:
        """Return how many of each item are ordered."""
        wanted = {i.code: self.cleaned_data.get(ITEM + i.code) for i in self.offer.items}
        return {code: number for code, number in wanted.items() if number}

    def asked(self) -> Asked | None:
        """Return in which words the caller was asked and said yes; None where they were not."""
        label = str(self.fields["agreed"].label)
        yes = self.cleaned_data["agreed"]
        return Asked(words=label, language=get_language() or "") if yes else None

    def reporter(self) -> Reporter:
        """Return who asks for it, as far as they said."""
        said = self.cleaned_data
        return Reporter(**{n: said[n] for n in ("first_name", "last_name", "email", "phone")})


def _items(offer: Offer) -> dict[str, forms.Field]:
    return {
        ITEM + item.code: forms.IntegerField(
            label=words_in(item.words, ""), min_value=0, max_value=item.limit, required=False
        )
        for item in offer.items
    }


def _day_field(days: Sequence[date]) -> forms.Field:
    choices = [("", _("Choose one")), *((d.isoformat(), wording.day_words(d)) for d in days)]
    return forms.TypedChoiceField(
        label=_("Day"),
        choices=choices,
        coerce=date.fromisoformat,
        empty_value=None,
        help_text="" if days else _("No day has room at present."),
        required=bool(days),
        error_messages={"required": _("Choose a day.")},
    )
