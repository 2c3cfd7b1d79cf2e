"""What the clerk fills in about meetings and agendas."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City
from townline.clerk.meeting_words import named_sections
from townline.council import queries
from townline.council.actions import Said
from townline.council.queries import MeetingShown
from townline.council.rules.notice import Kind

KINDS = (
    (Kind.REGULAR.value, _("Regular")),
    (Kind.SPECIAL.value, _("Special")),
    (Kind.ADJOURNED.value, _("Adjourned")),
)
MEET = ("council", "committee", "board")
"""Kinds of bodies that meet."""
LONG = {"rows": 3}


class DateInput(forms.DateInput):
    """A day, by the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "usa-input"})


def text(**more: Any) -> forms.TextInput:
    """Return a field of one line as the design system has it."""
    return forms.TextInput(attrs={"class": "usa-input", **more})


class MeetingForm(forms.Form):
    """When, where and of whom a meeting is."""

    body = forms.ChoiceField(label=_("Body"), widget=forms.Select(attrs={"class": "usa-select"}))
    day = forms.DateField(label=_("Day"), widget=DateInput())
    at = forms.TimeField(
        label=_("Time"),
        initial=time(10),
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "usa-input", "type": "time"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, widget=forms.Select(attrs={"class": "usa-select"})
    )
    location = forms.CharField(label=_("Place"), required=False, max_length=300, widget=text())
    video = forms.URLField(
        label=_("Address of the video"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "usa-input"}),
    )

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city = city
        council = queries.council_settings(city).council
        meet = [each for each in queries.bodies(city).values() if each.kind in MEET]
        meet.sort(key=lambda each: (each.code != council, each.name))
        body = self.fields["body"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = [(each.code, each.name) for each in meet]

    def said(self) -> Said:
        """Return what was filled in, in the city's zone."""
        given = self.cleaned_data
        return Said(
            body=given["body"],
            starts_at=datetime.combine(given["day"], given["at"], tzinfo=self.city.zone),
            kind=given["kind"],
            location=given["location"],
            video=given["video"],
        )


def told(meeting: MeetingShown) -> dict[str, Any]:
    """Return what the form shows of a meeting that is there."""
    return {
        "body": meeting.body,
        "day": meeting.starts_at.date(),
        "at": meeting.starts_at.time(),
        "kind": meeting.kind,
        "location": meeting.location,
        "video": meeting.video,
    }


class CancelForm(forms.Form):
    """To which day everything goes, and why."""

    to = forms.DateField(label=_("Continue every item to"), widget=DateInput())
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=text())


class QuorumForm(forms.Form):
    """To which day everything goes."""

    to = forms.DateField(label=_("Continue every item to"), widget=DateInput())


class PostForm(forms.Form):
    """Where an agenda hangs, and why it is posted again."""

    places = forms.CharField(
        label=_("Posting places, one a line"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "usa-textarea", **LONG}),
    )
    reason = forms.CharField(label=_("Why it is posted again"), max_length=1000, widget=text())

    def __init__(self, *args: Any, again: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not again:
            del self.fields["reason"]

    def listed(self) -> list[str]:
        """Return the places."""
        return [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]


class SectionedForm(forms.Form):
    """Whatever stands in a section of the city's agendas."""

    section = forms.ChoiceField(
        label=_("Section"), widget=forms.Select(attrs={"class": "usa-select"})
    )

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        section = self.fields["section"]
        assert isinstance(section, forms.ChoiceField)
        section.choices = named_sections(city)


class ItemsForm(SectionedForm):
    """Files that are put on an agenda, many at once."""

    numbers = forms.CharField(
        label=_("Numbers of council files"),
        help_text=_("As many as you like, with blanks, commas or new lines between."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "usa-textarea", **LONG}),
    )
    caption = forms.CharField(
        label=_("Or what an item without a file is about"),
        required=False,
        max_length=2000,
        widget=text(),
    )


class ItemForm(SectionedForm):
    """One item of an agenda."""

    caption = forms.CharField(
        label=_("What it is about"),
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "usa-textarea", **LONG}),
    )
    recommendation = forms.CharField(
        label=_("Recommendation"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "usa-textarea", **LONG}),
    )
    special_by = forms.CharField(
        label=_("Called special by"), required=False, max_length=200, widget=text()
    )
    consent = forms.BooleanField(
        label=_("May be voted on together with others"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )


def next_week(meeting: MeetingShown) -> Any:
    """Return the day to which items go unless the clerk says another."""
    return meeting.day + timedelta(days=7)
