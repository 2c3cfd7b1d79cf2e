"""Whose day it is, which day, and what a crew sends from where it works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.catalogue import queries as catalogue
from townline.catalogue.queries import NoSuchService
from townline.cities.rules.city import words_in
from townline.desk.forms import Photos
from townline.desk.work import MOST_EVIDENCE, endings_of, long_text
from townline.record.verbs import Actor
from townline.requests.queries import RequestShown
from townline.requests.rules.stops import Whose
from townline.staff.queries import Colleague

ME = "me"
BETWEEN = "~"
"""Between the code of a department and the name of its crew."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose day is asked for, and which."""

    whose: Whose
    who: str
    """The same as the address holds it."""
    name: str
    on: date
    today: bool


def asked_for(
    said_who: str, said_on: str, *, by: Actor, people: Sequence[Colleague], today: date
) -> Asked | None:
    """Return whose day an address asks for; None where it is of no department of the actor's."""
    on = _day(said_on) or today
    department, between, crew = said_who.partition(BETWEEN)
    if between:
        if not by.works_for(department) or not crew:
            return None
        whose, name = Whose(department=department, crew=crew), crew
    else:
        key = by.member_id if said_who in ("", ME) else _key(said_who)
        found = next((each for each in people if each.id == key), None)
        if found is None or not _near(by, found):
            return None
        whose, name = Whose(member=found.id), found.label
    return Asked(whose=whose, who=said_who or ME, name=name, on=on, today=on == today)


def _near(by: Actor, found: Colleague) -> bool:
    """Return whether the actor shares a department with somebody, or is that person."""
    if found.id == by.member_id or "*" in by.departments:
        return True
    return bool(found.departments & by.departments)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else -1


class FinishForm(forms.Form):
    """How a stop ended, as it is sent from the street."""

    use_required_attribute = False
    key = forms.CharField(widget=forms.HiddenInput, min_length=8, max_length=100)
    number = forms.CharField(widget=forms.HiddenInput, max_length=60)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(
        label=_("How did it end?"), error_messages={"required": _("Choose how it ended.")}
    )
    remark = long_text(
        label=_("Words to the reporter"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = Photos(MOST_EVIDENCE, label=_("Photos of the work"))
    reference = forms.CharField(label=_("Reading or work order"), max_length=200, required=False)

    def __init__(self, *sent: Any, found: RequestShown) -> None:
        options: dict[str, Any] = {"initial": {"number": found.number, "seen": found.seq}}
        options["auto_id"] = f"id_{found.number}_%s"
        super().__init__(*sent, **options)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")), *outcomes(found),
        ]  # fmt: skip
        evidence = self.fields["evidence"].widget
        evidence.attrs |= {"capture": "environment"}


def outcomes(found: RequestShown) -> list[tuple[str, str]]:
    """Return what a request may end with, worded, with what it demands."""
    try:
        offer = catalogue.offer(found.edition_id, found.service_code)
    except NoSuchService:
        return []
    language = get_language() or ""
    return [
        (each.code, f"{words_in(each.words, language)}{' *' if each.evidence else ''}")
        for each in endings_of(offer)
    ]
