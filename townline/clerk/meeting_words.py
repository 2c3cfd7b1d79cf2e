"""What meetings, votes and agendas are called on pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City, words_in
from townline.clerk.refusals import told
from townline.council import queries
from townline.council.queries import ItemShown
from townline.council.rules.agendas import Item

KIND_WORDS = {
    "regular": _("Regular"), "special": _("Special"), "adjourned": _("Adjourned"),
}  # fmt: skip
STATUS_WORDS = {
    "tentative": _("Draft"),
    "confirmed": _("Agenda posted"),
    "open": _("Under way"),
    "held": _("Held"),
    "cancelled": _("Cancelled"),
    "adjourned_no_quorum": _("No quorum"),
}
OPTION_WORDS = {
    "yes": _("Yes"), "no": _("No"), "absent": _("Absent"),
    "recused": _("Recused"), "abstain": _("Abstained"),
}  # fmt: skip
METHOD_WORDS = {
    "roll_call": _("Roll call"), "consent": _("Voted on together"), "voice": _("By voice"),
}  # fmt: skip
RESULT_WORDS = {
    "carried": _("Carried"), "lost": _("Lost"), "undecided": _("Not enough votes"), "": "",
}  # fmt: skip
CHANGE_WORDS = {
    "added": _("Added"), "removed": _("Taken off"), "moved": _("Moved"), "altered": _("Changed"),
}  # fmt: skip
POSITION_WORDS = {
    "for": _("For"),
    "for_if_amended": _("For, if amended"),
    "against": _("Against"),
    "against_unless_amended": _("Against, unless amended"),
    "neutral": _("Neutral"),
    "none": _("No position"),
    "questions": _("Questions"),
    "unknown": _("Position not said"),
}


@dataclass(frozen=True, kw_only=True)
class SectionShown:
    """A part of an agenda with its items."""

    code: str
    label: Any
    votes: int
    """How many must say yes to each of its items; 0: a majority."""
    items: tuple[Any, ...]


def grouped_by_section(
    city: City, items: Sequence[ItemShown | Item], headings: Mapping[str, str] | None = None
) -> tuple[SectionShown, ...]:
    """
    Return the items of an agenda by section, in its order, empty ones left out.

    :param headings: what the sections were called when it was posted; what the folder calls
        otherwise by now is shown as it was then, in the language of then
    """
    sections = queries.council_settings(city).sections
    now = {each.code: each.label.get(city.languages[0]) for each in sections}
    gone = {code: then for code, then in (headings or {}).items() if now.get(code) != then}
    labels = {**dict(named_sections(city)), **gone}
    parts: dict[str, list[Any]] = {}
    for each in items:
        parts.setdefault(_item(each).section, []).append(each)
    return tuple(
        SectionShown(
            code=code,
            label=labels.get(code, code),
            votes=max(_item(each).votes for each in of),
            items=tuple(of),
        )
        for code, of in parts.items()
    )


def named_sections(city: City) -> list[tuple[str, str]]:
    """Return the sections of the city's agendas with what they are called on this page."""
    language = get_language() or ""
    return [
        (each.code, words_in(each.label, language))
        for each in queries.council_settings(city).sections
    ]


def _item(each: ItemShown | Item) -> Item:
    return each.item if isinstance(each, ItemShown) else each


def refusal(form: forms.Form, fault: Exception, places: Mapping[str, str]) -> None:
    """Put what an action refused beside the field that it is about."""
    part = getattr(fault, "part", "")
    field = places.get(part, part)
    form.add_error(field if field in form.fields else None, told(fault))


def words(names: Iterable[str], of: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return names with what they are called, for the choices of a filter."""
    return [(name, of[name]) for name in names]
