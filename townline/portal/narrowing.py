"""What lists and maps are narrowed to: a form in the address, and what of it is set."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.portal import asked
from townline.portal.asked import Unreadable
from townline.requests.queries import Filter
from townline.ui.long_select import LongSelect

ORDERS = {"": "requested_at", "changed": "updated_at"}
"""What ``sort`` may say, and by which time the list then goes."""


@dataclass(frozen=True)
class Chip:
    """One thing that a list is narrowed to, with the address of the list without it."""

    label: str
    value: str
    without: str


class FilterForm(forms.Form):
    """What a list is narrowed to."""

    use_required_attribute = False

    words = forms.CharField(
        label=gettext_lazy("Words in the text"), max_length=asked.MOST_WORDS, required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    service = forms.ChoiceField(label=gettext_lazy("Service"), widget=LongSelect, required=False)
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), widget=LongSelect, required=False)
    since = forms.DateField(
        label=gettext_lazy("Asked from"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Asked until"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    sort = forms.ChoiceField(label=gettext_lazy("Sorted by"), required=False)
    bbox = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, city: City, on: date, sorted_: bool = True) -> None:
        super().__init__(data)
        self._city = city
        self._offer("service", [("", _("All")), *services(city)])
        self._offer("status", [("", _("All")), ("open", _("Still open")), ("closed", _("Closed"))])
        self._offer("area", [("", _("All")), *areas(city, on)])
        self._offer("sort", [("", _("Newest first")), ("changed", _("Latest change first"))])
        if len(self.fields["area"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["area"]
        if not sorted_:
            del self.fields["sort"]

    def _offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields[name].error_messages["invalid_choice"] = _("Choose one of those in the list.")

    def clean_since(self) -> date | None:
        """Refuse days that no calendar of ours reaches."""
        return self._possible("since")

    def clean_until(self) -> date | None:
        """Refuse days that no calendar of ours reaches."""
        return self._possible("until")

    def clean_bbox(self) -> str:
        """Refuse what is no part of the earth."""
        text: str = self.cleaned_data["bbox"]
        try:
            return asked.box_text(asked.box_of(text)) if text else ""
        except Unreadable as fault:
            raise forms.ValidationError(_("This is not a part of the map.")) from fault

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return cleaned

    def _possible(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and not asked.EARLIEST <= day <= asked.LATEST:
            raise forms.ValidationError(_("Choose a day of this time."))
        return day

    def wanted(self) -> Filter:
        """Return the filter of a valid form."""
        said = self.cleaned_data
        return Filter(
            services=(said["service"],) if said.get("service") else (),
            open=asked.STATUSES[said.get("status") or ""],
            areas=(said["area"],) if said.get("area") else (),
            since=asked.begin_of(said["since"], self._city),
            until=asked.end_of(said["until"], self._city),
            words=said["words"],
            box=asked.box_of(said["bbox"]) if said["bbox"] else None,
        )

    def order(self) -> str:
        """Return by which time the list goes."""
        return ORDERS[self.cleaned_data.get("sort") or ""]

    def query(self, *but: str, **more: str) -> str:
        """Return what is set as an address has it, but some of it, and ``more`` at its end."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            if (value := self.cleaned_data.get(name)) and name not in but:
                query[name] = str(value)
        query.update(more)
        return query.urlencode()

    def chips(self) -> list[Chip]:
        """Return all that a valid form narrows the list to."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value and name != "sort":
                label = _("Part of the map") if name == "bbox" else str(field.label)
                found.append(Chip(label, _said(name, field, value), self.query(name)))
        return found


def _said(name: str, field: forms.Field, value: Any) -> str:
    if name == "bbox":
        return ""
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    return f"“{value}”"


def _flat(choices: Any) -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for key, value in choices:
        flat += value if isinstance(value, list | tuple) else [(key, value)]
    return flat


def services(city: City) -> list[tuple[str, object]]:
    """Return the services that are public as choices, under the names of their groups."""
    language = get_language() or ""
    by_group: dict[str, list[tuple[str, str]]] = {}
    for offer in catalogue.offers(city.edition_id).values():
        if offer.publicity != "nothing":
            group = words_in(offer.group_words, language)
            by_group.setdefault(group, []).append((offer.code, words_in(offer.words, language)))
    return list(by_group.items())


def areas(city: City, on: date) -> list[tuple[str, object]]:
    """Return all areas of a day as choices: under the words of their kind, key and name."""
    language = get_language() or ""
    groups: list[tuple[str, object]] = []
    for kind in geography.kinds(city):
        try:
            shapes = geography.outlines(city, kind.kind, on)["features"]
        except NoSuchAreas:
            continue
        named = {f"{kind.kind}:{s['id']}": s["properties"]["name"] for s in shapes}
        groups.append((words_in(kind.words, language), sorted(named.items(), key=by_number)))
    return groups


def by_number(area: tuple[str, str]) -> tuple[int, str]:
    """Order numbered areas by their number and all others by name."""
    code = area[0].partition(":")[2]
    return (int(code), area[1]) if code.isdecimal() else (0, area[1])
