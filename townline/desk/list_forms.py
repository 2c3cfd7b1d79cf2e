"""What a worklist is narrowed to and how it is looked at, as its address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.desk.forms import Choices, areas, departments, services
from townline.record.verbs import Actor
from townline.requests.queries import Filter
from townline.staff.queries import Colleague
from townline.ui.long_select import LongSelect

COLUMNS: dict[str, str | Promise] = {
    "number": gettext_lazy("Number"),
    "due": gettext_lazy("Due"),
    "status": gettext_lazy("Status"),
    "who": gettext_lazy("Who has it"),
    "opened": gettext_lazy("Reported"),
    "reports": gettext_lazy("Reports"),
    "department": gettext_lazy("Department"),
}
"""What a list may say beside the service and the place, which it always says."""
USUAL = ("number", "due", "status", "who")
SPLITS = ("", "request", "map")
DENSITIES = ("calm", "dense")
MINE, NOBODY = "mine", "nobody"
NARROWING = ("service", "department", "area", "whose", "crew", "unread", "words", "place")
KEPT = ("view", "sort", *NARROWING, "split", "density", "col")
"""What a saved filter holds of the address; not where on its pages somebody was."""


class WorklistForm(forms.Form):
    """What a worklist is narrowed to; the page's address says it, but for words."""

    service = forms.ChoiceField(label=gettext_lazy("Service"), widget=LongSelect, required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Who has it"), widget=LongSelect, required=False)
    crew = forms.ChoiceField(label=gettext_lazy("Crew"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("Area"), widget=LongSelect, required=False)
    unread = forms.ChoiceField(
        label=gettext_lazy("Messages of reporters"),
        choices=[("", gettext_lazy("All")), ("1", gettext_lazy("Not looked at yet"))],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Words in the description"), max_length=200, required=False
    )
    place = forms.CharField(
        label=gettext_lazy("Nearest to"),
        help_text=gettext_lazy("An address or corner: the list can then be sorted from there."),
        max_length=300,
        required=False,
    )

    def __init__(
        self, *args: Any, city: City, by: Actor, on: date, people: Sequence[Colleague],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.by = by
        own = departments(city, by)
        self._choose("service", services(city))
        self._choose("area", areas(city, on))
        self._choose("department", own)
        self._choose("whose", whose(people, by))
        crews = known_crews(city, people, by)
        self._choose("crew", [(crew, crew) for crew in crews])
        if len(own) < 2:
            del self.fields["department"]
        if not crews:
            del self.fields["crew"]

    def wanted(self) -> Filter:
        """Return the filter; what cannot be understood narrows nothing."""
        self.is_valid()
        return filter_of(self.cleaned_data, self.by)

    def narrowed(self) -> bool:
        """Return whether anything narrows the list."""
        return self.wanted() != Filter() or bool(self.cleaned_data.get("place"))

    def _choose(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


def filter_of(said: Mapping[str, str], by: Actor) -> Filter:
    """Return what the fields of a worklist's address ask for."""
    return Filter(
        services=_one(said.get("service")),
        departments=_one(said.get("department")),
        areas=_one(said.get("area")),
        words=said.get("words", ""),
        crews=_one(said.get("crew")),
        assignees=_assignees(said.get("whose", ""), by),
        unread=said.get("unread") == "1",
    )


def _assignees(chosen: str, by: Actor) -> tuple[int, ...]:
    if chosen == MINE:
        return (by.member_id or -1,)
    if chosen == NOBODY:
        return (0,)
    known = chosen.isascii() and chosen.isdecimal() and len(chosen) < 18
    return (int(chosen),) if known else ()


def whose(people: Sequence[Colleague], by: Actor) -> Choices:
    """Return who may have a request, to choose from."""
    others = [
        (str(each.id), each.label) for each in colleagues_of(people, by) if each.id != by.member_id
    ]
    return [(MINE, _("Me")), (NOBODY, _("Nobody yet")), (_("Colleagues"), others)]


def colleagues_of(people: Sequence[Colleague], by: Actor) -> list[Colleague]:
    """Return those who work in one of the actor's departments."""
    return [
        each
        for each in people
        if each.works and ("*" in by.departments or each.departments & (by.departments | {"*"}))
    ]


def known_crews(city: City, people: Sequence[Colleague], by: Actor) -> list[str]:
    """Return the crews of the actor's departments: those of its people, and those of its routes."""
    routed = (
        route.crew
        for offer in catalogue.offers(city.edition_id).values()
        for route in offer.routes
        if by.works_for(route.department)
    )
    belong = (crew for each in colleagues_of(people, by) for crew in each.crews)
    return sorted({crew for crew in (*routed, *belong) if crew})


@dataclass(frozen=True)
class Look:
    """How somebody wants the list to look."""

    columns: tuple[str, ...]
    density: str
    split: str


def look_of(said: QueryDict, *, several: bool) -> Look:
    """Return how the list is to look; what cannot be understood is as usual."""
    split = _among(SPLITS, said.get("split", ""))
    usual = (*USUAL, "department") if several and not split else USUAL
    chosen = tuple(code for code in COLUMNS if code in said.getlist("col")) or usual
    return Look(
        columns=chosen,
        density=_among(DENSITIES, said.get("density", "")),
        split=split,
    )


def kept_of(said: QueryDict) -> str:
    """Return what a saved filter is to hold of an address, as an address holds it."""
    left = QueryDict(mutable=True)
    for name in KEPT:
        values = [value for value in said.getlist(name) if value]
        if values:
            left.setlist(name, values)
    return left.urlencode()


def _among(known: Sequence[str], said: str) -> str:
    return said if said in known else known[0]


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
