"""What staff fill in to come in and to find their way."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.record.verbs import Actor
from townline.requests.rules import numbering
from townline.requests.rules.photos import MOST_BYTES
from townline.staff import queries as staff

Choices = list[tuple[Any, Any]]


class SignInForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "This name and password do not fit together. Check both; capitals count. If you "
            "cannot get in, ask your administrator for a new password."
        ),
        "inactive": gettext_lazy("This login was closed. Ask your administrator."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].label = _("User name")


class NumberForm(forms.Form):
    """A request's number, however it was written down."""

    number = forms.CharField(
        label=gettext_lazy("Request number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Return the number as it is stored."""
        try:
            return numbering.read(self.cleaned_data["number"])
        except numbering.Mistyped:
            raise forms.ValidationError(
                _("A digit of this number must be wrong: its last one does not fit the others.")
            ) from None
        except ValueError:
            raise forms.ValidationError(
                _("This is not a request number. One looks like 26-104233-7.")
            ) from None


class PlaceForm(forms.Form):
    """A place whose requests are looked for."""

    near = forms.CharField(
        label=gettext_lazy("Address or corner of two streets"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def services(city: City) -> Choices:
    """Return the city's services by group, to choose from."""
    language = get_language() or ""
    groups: dict[str, Choices] = {}
    for offer in catalogue.offers(city.edition_id).values():
        group = words_in(offer.group_words, language)
        groups.setdefault(group, []).append((offer.code, words_in(offer.words, language)))
    return list(groups.items())


def departments(city: City, by: Actor | None = None) -> Choices:
    """Return the city's departments, or those that ``by`` works for, to choose from."""
    language, today = get_language() or "", timezone.localdate(timezone=city.zone)
    return [
        (code, words_in(department.words_on(today), language))
        for code, department in staff.departments(city.edition_id).items()
        if by is None or by.works_for(code)
    ]


def areas(city: City, on: date) -> Choices:
    """Return the areas in force on a day, by kind, to choose from."""
    language = get_language() or ""
    found: Choices = []
    for kind in geography.kinds(city):
        try:
            shapes = geography.outlines(city, kind.kind, on)["features"]
        except NoSuchAreas:
            continue
        named = [(f"{kind.kind}:{s['id']}", s["properties"]["name"]) for s in shapes]
        found.append((words_in(kind.words, language), sorted(named, key=_by_number)))
    return found


def _by_number(choice: tuple[str, str]) -> tuple[int, str]:
    """Order areas by the number that their code is, and those without one by name."""
    code = choice[0].partition(":")[2]
    return (int(code), "") if code.isdecimal() else (0, choice[1])


class SeveralFiles(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files that were sent under the name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class Photos(forms.Field):
    """Several photos; whether they are pictures is found out when they are taken in."""

    def __init__(self, most: int, **options: Any) -> None:
        attrs = {"accept": "image/*"} | ({"multiple": True} if most > 1 else {})
        super().__init__(widget=SeveralFiles(attrs=attrs), **{"required": False, **options})
        self.most = most

    def clean(self, value: Sequence[UploadedFile]) -> tuple[bytes, ...]:
        """
        Return what the files hold.

        :raises forms.ValidationError: if there are too many or too large ones, or none where
            one is needed
        """
        if self.required and not value:
            raise forms.ValidationError(_("Choose at least one photo."))
        if len(value) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)s photos, not %(given)s.")
                % {"most": self.most, "given": len(value)}
            )
        if any((upload.size or 0) > MOST_BYTES for upload in value):
            megabytes = MOST_BYTES // 1024 // 1024
            raise forms.ValidationError(
                _("One of the photos is too large: %(most)s MB at most.") % {"most": megabytes}
            )
        return tuple(upload.read() for upload in value)
