"""Lists of public requests: the newest, and all of them narrowed down, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City, words_in
from townline.geography import queries as geography
from townline.geography.queries import NoSuchAreas
from townline.portal import wording
from townline.portal.wording import Mark, Stand
from townline.requests import queries as requests
from townline.requests.queries import Cursor, Filter, RequestShown

SIZE = 20
"""Requests on a page."""


@dataclass(frozen=True)
class Row:
    """A request with how it stands and, where nobody sent it in here, what it is."""

    shown: RequestShown
    stand: Stand
    mark: Mark | None


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    use_required_attribute = False

    service = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)
    area = forms.ChoiceField(required=False)

    def __init__(self, data: object, *, city: City, on: date) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name, label, choices in (
            ("service", _("Service"), _services(city)),
            ("status", _("Status"), [("open", _("Still open")), ("closed", _("Closed"))]),
            ("area", _("Area"), _areas(city, on)),
        ):
            field = self.fields[name]
            field.label = label
            field.choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
        if len(self.fields["area"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["area"]

    def wanted(self) -> Filter:
        """Return the filter of a valid form."""
        said = self.cleaned_data
        status = said.get("status")
        return Filter(
            services=(said["service"],) if said.get("service") else (),
            open=None if not status else status == "open",
            areas=(said["area"],) if said.get("area") else (),
        )


def newest(city: City, most: int, at: datetime) -> list[Row]:
    """Return the requests that came last, of those that everyone may see."""
    page = requests.find(city, Filter(), language=get_language() or "", at=at, limit=most)
    return rows(page.rows)


def rows(found: tuple[RequestShown, ...]) -> list[Row]:
    """Return requests as lists show them."""
    return [Row(shown, wording.stand(shown), wording.mark(shown)) for shown in found]


def cursor_of(text: str) -> Cursor | None:
    """
    Return where a page ended; None for the newest page.

    :raises Http404: if the address was made up
    """
    try:
        return requests.cursor_of(text) if text else None
    except ValueError as fault:
        raise Http404("no such page") from fault


def _services(city: City) -> list[tuple[str, object]]:
    language = get_language() or ""
    by_group: dict[str, list[tuple[str, str]]] = {}
    for offer in catalogue.offers(city.edition_id).values():
        if offer.publicity != "nothing":
            group = words_in(offer.group_words, language)
            by_group.setdefault(group, []).append((offer.code, words_in(offer.words, language)))
    return list(by_group.items())


def _areas(city: City, on: date) -> list[tuple[str, object]]:
    language = get_language() or ""
    groups: list[tuple[str, object]] = []
    for kind in geography.kinds(city):
        try:
            shapes = geography.outlines(city, kind.kind, on)["features"]
        except NoSuchAreas:
            continue
        areas = {f"{kind.kind}:{s['id']}": s["properties"]["name"] for s in shapes}
        groups.append((words_in(kind.words, language), sorted(areas.items(), key=_by_number)))
    return groups


def _by_number(area: tuple[str, str]) -> tuple[int, str]:
    """Order numbered areas by their number and all others by name."""
    code = area[0].partition(":")[2]
    return (int(code), area[1]) if code.isdecimal() else (0, area[1])
