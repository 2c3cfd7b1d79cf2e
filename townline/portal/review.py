"""What will be sent, to be read once more: each thing that was said, with the step to change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from townline.catalogue.rules.offers import Offer
from townline.portal import steps
from townline.portal.forms import ITEM, ReportForm, day_words
from townline.portal.questions import PREFIX


@dataclass(frozen=True)
class Row:
    """One thing that was said."""

    step: str
    label: str
    value: str


def rows(offer: Offer, form: ReportForm) -> tuple[Row, ...]:
    """Return what a form that was filled in says, but who sends it."""
    said = getattr(form, "cleaned_data", {})
    return (*_where(offer, form, said), *_what(offer, form, said))


def _where(offer: Offer, form: ReportForm, said: dict[str, Any]) -> Iterator[Row]:
    if offer.place != "none":
        point = form.point()
        on_map = f"{point.lat:.5f}, {point.lon:.5f}" if point else ""
        place = said.get("match") or said.get("address") or on_map
        yield Row(steps.WHERE, _("Place"), place or _("None given"))
        if said.get("landmark"):
            yield Row(steps.WHERE, str(form["landmark"].label), said["landmark"])
    if said.get("order_date"):
        day = day_words(date.fromisoformat(said["order_date"]))
        yield Row(steps.WHERE, str(form["order_date"].label), day)
    if said.get("join"):
        yield Row(steps.WHERE, _("The same as"), said["join"])


def _what(offer: Offer, form: ReportForm, said: dict[str, Any]) -> Iterator[Row]:
    for question in offer.questions:
        name = PREFIX + question.code
        if name not in form.fields or not said.get(name):
            continue
        yield Row(steps.WHAT, str(form.fields[name].label), _answer(form, name, said[name]))
    for item in offer.items:
        if wanted := said.get(ITEM + item.code):
            yield Row(steps.WHAT, str(form.fields[ITEM + item.code].label), str(wanted))
    if said.get("description"):
        yield Row(steps.WHAT, str(form["description"].label), said["description"])


def _answer(form: ReportForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name].widget, "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(v, v)) for v in values)
