"""Forms in which shifts are planned: one, a week copied, a file taken in."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.cities.rules.city import City
from townline.contacts.actions import NewShift

MOST_BYTES = 500_000
MOST_ROWS = 2_000
COLUMNS = ("agent", "day", "from", "to")


class Unreadable(ValueError):
    """A file of shifts cannot be read; the text says in which line, and why."""


class ShiftForm(forms.Form):
    """One shift of one agent."""

    use_required_attribute = False
    agent = forms.TypedChoiceField(label=gettext_lazy("Agent"), coerce=int)
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Earlier than the beginning: it ends on the next day."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, agents: Mapping[int, str], day: date | None = None
    ) -> None:
        super().__init__(data, initial={"day": day})
        choices = [("", "–"), *((key, label) for key, label in agents.items())]
        self.fields["agent"].choices = choices  # type: ignore[attr-defined]

    def shift(self, city: City) -> NewShift:
        """Return what is planned."""
        said = self.cleaned_data
        return _shift(city, said["agent"], said["day"], said["begins"], said["ends"])


class CopyForm(forms.Form):
    """The shifts of the week that is shown, for another one."""

    use_required_attribute = False
    target = forms.DateField(
        label=gettext_lazy("For the week of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FileForm(forms.Form):
    """Shifts out of a file."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Columns: agent, day (2026-03-02), from (08:00), to (16:45)."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def shifts(self, city: City, agents: Mapping[int, str]) -> list[NewShift]:
        """
        Return the shifts of the file.

        :raises Unreadable: if it is none, is too long, or a line cannot be read
        """
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise Unreadable(_("The file is too long."))
        try:
            text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise Unreadable(_("The file is not written in UTF-8.")) from fault
        return list(_rows(text, city, {label: key for key, label in agents.items()}))


def _rows(text: str, city: City, keys: Mapping[str, int]) -> Iterator[NewShift]:
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable(_("The column %(name)s is missing.") % {"name": missing[0]})
    for number, row in enumerate(reader, start=2):
        if number > MOST_ROWS:
            raise Unreadable(_("The file is too long."))
        try:
            key = keys[row["agent"].strip()]
            day = date.fromisoformat(row["day"].strip())
            begins, ends = (time.fromisoformat(row[name].strip()) for name in ("from", "to"))
        except KeyError as fault:
            said = {"n": number, "name": row["agent"]}
            raise Unreadable(_("Line %(n)s: there is no agent %(name)s.") % said) from fault
        except (ValueError, AttributeError) as fault:
            raise Unreadable(_("Line %(n)s cannot be read.") % {"n": number}) from fault
        yield _shift(city, key, day, begins, ends)


def _shift(city: City, agent: int, day: date, begins: time, ends: time) -> NewShift:
    last = day if ends > begins else day + timedelta(days=1)
    return NewShift(
        agent=agent,
        starts_at=datetime.combine(day, begins.replace(tzinfo=None), city.zone),
        ends_at=datetime.combine(last, ends.replace(tzinfo=None), city.zone),
    )
