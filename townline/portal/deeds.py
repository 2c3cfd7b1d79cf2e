"""What a reporter can still do with their own request, with the form that each takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.geography.rules.place import Point
from townline.portal.forms import Photos, day_field
from townline.record.verbs import RESIDENT, Verb
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import own
from townline.requests.actions.own import MOST_PHOTOS, REOPEN_WITHIN
from townline.requests.queries import RequestShown
from townline.requests.rules.lifecycle import Status, possible


class Words(forms.Form):
    """A text."""

    use_required_attribute = False
    text = forms.CharField(widget=forms.Textarea(attrs={"maxlength": "4000"}), max_length=4000)


class Pictures(forms.Form):
    """Photos."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["photos"] = Photos(MOST_PHOTOS, label=_("Photos"))

    def clean(self) -> dict[str, Any]:
        """Ask for at least one."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("photos") and not self.errors:
            self.add_error("photos", _("Choose a photo."))
        return cleaned


class Day(forms.Form):
    """Another day."""

    use_required_attribute = False

    def __init__(self, *args: Any, days: tuple[date, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"] = day_field(days)


@dataclass(frozen=True)
class Deed:
    """Something that a reporter can do."""

    code: str
    title: str | Promise
    done: str | Promise
    """What the page says afterwards."""
    verb: Verb
    label: str | Promise = ""
    """What its text field asks for."""
    required: bool = True


ALL = (
    Deed(
        "answer",
        gettext_lazy("Answer"),
        gettext_lazy("Your answer is with the department."),
        verbs.ANSWERED,
        gettext_lazy("Your answer"),
    ),
    Deed(
        "move",
        gettext_lazy("Choose another day"),
        gettext_lazy("The day is changed."),
        verbs.MOVED,
    ),
    Deed(
        "photos",
        gettext_lazy("Add photos"),
        gettext_lazy("Your photos are added."),
        verbs.PHOTOGRAPHED,
    ),
    Deed(
        "reopen",
        gettext_lazy("It is not done: open it again"),
        gettext_lazy("It is open again, and the department has been told."),
        verbs.REOPENED,
        gettext_lazy("What is still wrong?"),
    ),
    Deed(
        "cancel",
        gettext_lazy("Cancel it"),
        gettext_lazy("It is cancelled."),
        verbs.CANCELLED,
        gettext_lazy("Why, if you like to tell"),
        required=False,
    ),
)
BY_CODE = {deed.code: deed for deed in ALL}


def open_to(city: City, shown: RequestShown, at: datetime) -> list[Deed]:
    """Return what the reporter can do now."""
    return [deed for deed in ALL if _is_open(deed, city, shown, at)]


def form_of(
    deed: Deed,
    city: City,
    shown: RequestShown,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None,
) -> forms.Form:
    """Return the form of a deed; its fields are named after it, so that several fit on a page."""
    if deed.code == "photos":
        return Pictures(data, files, prefix=deed.code)
    if deed.code == "move":
        return Day(data, files, prefix=deed.code, days=_days(city, shown, at))
    form = Words(data, files, prefix=deed.code)
    form.fields["text"].label = str(deed.label)
    form.fields["text"].required = deed.required
    return form


def do(deed: Deed, city: City, shown: RequestShown, form: forms.Form, at: datetime) -> None:
    """Do it, as the valid form says."""
    acts: dict[str, Callable[..., None]] = {
        "answer": lambda **who: own.answer(text=form.cleaned_data["text"], **who),
        "move": lambda **who: own.move(to=date.fromisoformat(form.cleaned_data["day"]), **who),
        "photos": lambda **who: own.add_photo(photos=_read(form), **who),
        "reopen": lambda **who: own.reopen(reason=form.cleaned_data["text"], **who),
        "cancel": lambda **who: own.cancel(reason=form.cleaned_data["text"], **who),
    }
    acts[deed.code](city=city, number=shown.number, by=RESIDENT, at=at)


def _is_open(deed: Deed, city: City, shown: RequestShown, at: datetime) -> bool:
    if not possible(Status(shown.status), deed.verb):
        return False
    if deed.code == "photos":
        return shown.open
    if deed.code == "move":
        return shown.order_date is not None and bool(_days(city, shown, at))
    if deed.code == "reopen":
        return shown.closed_at is not None and at - shown.closed_at <= REOPEN_WITHIN
    return True


def _days(city: City, shown: RequestShown, at: datetime) -> tuple[date, ...]:
    if shown.service_code not in catalogue.offers(city.edition_id):
        return ()
    has_place = shown.lat is not None and shown.lon is not None
    point = Point(shown.lat, shown.lon) if has_place else None  # type: ignore[arg-type]
    days = requests.days_free(city, shown.service_code, point, at=at)
    return tuple(day for day in days if day != shown.order_date)


def _read(form: forms.Form) -> tuple[bytes, ...]:
    return tuple(upload.read() for upload in form.cleaned_data["photos"])
