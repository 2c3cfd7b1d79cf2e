"""What residents fill in."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from townline.catalogue.rules.answers import BadAnswers, NotOurs, check
from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import Match, Point
from townline.portal import consent, questions
from townline.requests.rules import suspicion
from townline.requests.rules.submission import MOST_TEXT, Reporter

ITEM = "item_"
"""What the field of an order's item is called: this and the item's code."""
_SEAL = signing.Signer(salt="portal.report")


class SeveralFiles(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files that were sent under the name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class Photos(forms.Field):
    """Several photos; whether they are pictures is found out when they are taken in."""

    def __init__(self, most: int, **options: Any) -> None:
        many = _("You can send at most %(most)s photos.") % {"most": most}
        attrs: dict[str, Any] = {"accept": "image/*", "data-most": most, "data-many": many}
        attrs |= {"multiple": True} if most > 1 else {}
        super().__init__(widget=SeveralFiles(attrs=attrs), required=False, **options)
        self.most = most

    def clean(self, value: Sequence[UploadedFile]) -> list[UploadedFile]:
        """
        Return the files.

        :raises forms.ValidationError: if there are too many
        """
        if len(value) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)s photos, not %(given)s.")
                % {"most": self.most, "given": len(value)}
            )
        return list(value)


class ReportForm(forms.Form):
    """A report or an order for one service, with the questions that the service asks."""

    use_required_attribute = False

    key = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    begun = forms.CharField(widget=forms.HiddenInput, required=False)
    warned = forms.CharField(widget=forms.HiddenInput, max_length=1, required=False)
    asked = forms.BooleanField(widget=forms.HiddenInput, required=False)
    join = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    address = forms.CharField(
        label=gettext_lazy("Address or corner of two streets"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "list": "known-places"}),
    )
    match = forms.CharField(label=gettext_lazy("Which place do you mean?"), required=False)
    landmark = forms.CharField(
        label=gettext_lazy("What is there"),
        help_text=gettext_lazy("A landmark, a pole's number, “in the alley behind the library”."),
        max_length=300,
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("Describe it"), widget=forms.Textarea, required=False
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Write to me in"), required=False)

    def __init__(
        self, *args: Any, offer: Offer, city: City, days: Sequence[date] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offer, self.city = offer, city
        self.refused: NotOurs | None = None
        self.fields.update(questions.fields(offer))
        if offer.photos:
            self.fields["photos"] = Photos(
                offer.photos, label=_("Photos"), help_text=_photo_hint(offer.photos)
            )
        if offer.dates:
            day = day_field(days, wanted=self.data.get("order_date", ""))
            day.help_text = f"{day.help_text} {_cut_off(offer.dates.lead_days)}"
            self.fields["order_date"] = day
        self.fields.update(_item_fields(offer))
        self.fields["description"].widget.attrs["maxlength"] = str(MOST_TEXT)
        self.fields["language"].choices = [(c, _own_name(c)) for c in city.languages]  # type: ignore[attr-defined]
        self.initial.setdefault("language", get_language())

    def offer_matches(self, matches: Iterable[Match]) -> None:
        """Ask which of several places is meant, beside the address."""
        labels = [match.label for match in matches]
        self.fields["match"].widget = forms.RadioSelect(choices=[(x, x) for x in labels])

    def clean_description(self) -> str:
        """Return the description with lines ended as the city stores them."""
        text: str = self.cleaned_data["description"].replace("\r\n", "\n")
        if len(text) > MOST_TEXT:
            raise forms.ValidationError(
                _("The description is longer than %(most)s characters; yours has %(given)s.")
                % {"most": MOST_TEXT, "given": len(text)}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Check the answers, and that an order says what it wants and when."""
        cleaned = super().clean() or self.cleaned_data
        self._check_answers()
        self._check_items(cleaned)
        if self.offer.place == "required" and not self._placed(cleaned):
            self.add_error(
                "address", _("Say where it is: an address, a corner or a place on the map.")
            )
        return cleaned

    def point(self) -> Point | None:
        """Return the point set on the map or by the device, if one was."""
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return None if lat is None or lon is None else Point(lat, lon)

    def answers(self) -> dict[str, str | list[str]]:
        """Return the answers as they were sent."""
        return questions.given(self.offer, self.data)  # type: ignore[arg-type]

    def day(self) -> date | None:
        """Return the day that an order is wanted for."""
        said = self.cleaned_data.get("order_date")
        return date.fromisoformat(said) if said else None

    def items(self) -> dict[str, int]:
        """Return how many of each item are ordered."""
        wanted = {i.code: self.cleaned_data.get(ITEM + i.code) for i in self.offer.items}
        return {code: number for code, number in wanted.items() if number}

    @property
    def to_reach(self) -> str:
        """Return in which words it asks how its reporter can be reached."""
        return consent.asked_to_reach().words

    def reporter(self) -> Reporter:
        """Return who sends it, as far as they said."""
        said = {n: self.cleaned_data[n] for n in ("first_name", "last_name", "email", "phone")}
        return Reporter(**said)

    def suspicion(self) -> tuple[str, ...]:
        """Return what suggests that no person filled this in, or that it sells something."""
        said = self.cleaned_data
        return suspicion.reasons(
            said["description"], seconds=_seconds_open(said["begun"]), trap=said["website"]
        )

    def _placed(self, cleaned: dict[str, Any]) -> bool:
        on_map = cleaned.get("lat") is not None and cleaned.get("lon") is not None
        return on_map or bool(cleaned.get("address")) or "address" in self.errors

    def _check_answers(self) -> None:
        try:
            check(self.offer, self.answers(), self.city.zone)
        except NotOurs as elsewhere:
            self.refused = elsewhere
        except BadAnswers as bad:
            for code, fault in bad.errors.items():
                name = questions.PREFIX + code
                text = _(fault.message).format(**fault.params)
                self.add_error(name if name in self.fields else None, text)

    def _check_items(self, cleaned: dict[str, Any]) -> None:
        if not self.offer.items:
            return
        wanted = sum(self.items().values())
        first = ITEM + self.offer.items[0].code
        if not wanted and not any(name.startswith(ITEM) for name in self.errors):
            self.add_error(first, _("Say how many of at least one item there are."))
        if self.offer.max_items and wanted > self.offer.max_items:
            self.add_error(
                first,
                _("One order takes at most %(most)s items; this has %(given)s.")
                % {"most": self.offer.max_items, "given": wanted},
            )


class PointForm(forms.Form):
    """A point, as links and scripts give it."""

    lat = forms.FloatField(min_value=-90, max_value=90)
    lon = forms.FloatField(min_value=-180, max_value=180)

    def point(self) -> Point:
        """Return the point of a valid form."""
        return Point(self.cleaned_data["lat"], self.cleaned_data["lon"])


class PlaceForm(forms.Form):
    """An address to look up, or a point."""

    use_required_attribute = False

    address = forms.CharField(
        label=gettext_lazy("Address or corner of two streets"), max_length=300, required=False
    )
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("address") and self.point() is None and not self.errors:
            self.add_error("address", _("Write an address or a corner of two streets."))
        return cleaned

    def point(self) -> Point | None:
        """Return the point, if one was given."""
        lat, lon = self.cleaned_data.get("lat"), self.cleaned_data.get("lon")
        return None if lat is None or lon is None else Point(lat, lon)


def fresh() -> dict[str, str]:
    """Return what a new form starts with: a key of its own, and when it was begun."""
    return {"key": secrets.token_urlsafe(16), "begun": _SEAL.sign(timezone.now().isoformat())}


def _seconds_open(begun: str) -> float:
    """Return for how many seconds the form was open; none where its seal is not ours."""
    try:
        at = datetime.fromisoformat(_SEAL.unsign(begun))
    except (signing.BadSignature, ValueError):
        return 0.0
    return (timezone.now() - at).total_seconds()


def _own_name(language: str) -> str:
    return str(get_language_info(language)["name_local"]).capitalize()


def _photo_hint(most: int) -> str:
    if most == 1:
        return _("One photo. What the camera stored about place and device is taken out.")
    return _(
        "Up to %(most)s photos. What the camera stored about place and device is taken out."
    ) % {"most": most}


class DayField(forms.ChoiceField):
    """A day among those that have room; one that has none is refused by name."""

    def validate(self, value: str) -> None:
        """
        Accept a day that is offered.

        :raises forms.ValidationError: for all others, naming the day where it is one
        """
        day = _day_of(value)
        if day and not self.valid_value(value):
            says = _("%(day)s has no room there, or nobody works that day. Choose another one.")
            raise forms.ValidationError(says % {"day": day_words(day)})
        super().validate(value)


def day_words(day: date) -> str:
    """Return a day with its weekday."""
    return date_format(day, "l") + ", " + date_format(day, "DATE_FORMAT")


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_field(days: Sequence[date], wanted: str = "") -> forms.ChoiceField:
    """
    Return the field for a day.

    :param wanted: what was chosen before; the page keeps it, also where it is no longer offered
    """
    choices = [("", _("Choose a day")), *((d.isoformat(), day_words(d)) for d in days)]
    field = _day_field(choices)
    gone = _day_of(wanted)
    if gone and gone not in days:
        label = _("%(day)s – not possible") % {"day": day_words(gone)}
        field.widget.choices = [*choices, (wanted, label)]
    return field


def _cut_off(lead_days: int) -> str:
    """Return until when the day of an order can be changed, in words."""
    if not lead_days:
        return _("You can change it until the day itself.")
    words = ngettext(
        "You can change it until the end of the day before.",
        "You can change it until %(n)s days before.",
        lead_days,
    )
    return words % {"n": lead_days}


def _day_field(choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return DayField(
        label=_("Day"),
        choices=choices,
        help_text=_("Which days have room depends on the place."),
        error_messages={
            "required": _("Choose a day."),
            "invalid_choice": _("Choose one of the days that are offered."),
        },
    )


def _item_fields(offer: Offer) -> dict[str, forms.Field]:
    language = get_language() or ""
    return {
        ITEM + item.code: forms.IntegerField(
            label=words_in(item.words, language),
            help_text=_("At most %(most)s") % {"most": item.limit},
            min_value=0,
            max_value=item.limit,
            required=False,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        for item in offer.items
    }
