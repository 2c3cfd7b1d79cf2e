"""What a clerk fills in about what follows a file: statements, reports owed, ordinances."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.clerk.refusals import told
from townline.council.actions import Ordinance, Refused
from townline.council.queries import DocumentShown, OrdinanceShown
from townline.council.rules.positions import Position
from townline.council.rules.vocabulary import Body

POSITIONS: dict[Position, Any] = {
    Position.FOR: _("For"),
    Position.FOR_IF_AMENDED: _("For, if amended"),
    Position.AGAINST: _("Against"),
    Position.AGAINST_UNLESS_AMENDED: _("Against, unless amended"),
    Position.NEUTRAL: _("Neutral"),
    Position.NONE: _("No position"),
    Position.QUESTIONS: _("It asks questions"),
    Position.UNKNOWN: _("It does not say"),
}
NO_DAY = {"invalid": _("Write the day as 2026-11-25."), "required": _("Write the day.")}
NONE = ("", _("None"))
CHOOSE = ("", _("Choose"))
"""What stands in a list until something was chosen: the record must not say what nobody said."""


def day_field(label: Any, *, required: bool = True, about: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        help_text=about,
        required=required,
        error_messages=NO_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ConsequenceForm(forms.Form):
    """A form whose refusals are said at their fields."""

    use_required_attribute = False

    def refuse(self, refusal: Refused) -> None:
        """Say at its field what cannot be."""
        self.add_error(refusal.part if refusal.part in self.fields else None, told(refusal))

    def offer(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let one of these be chosen."""
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]


class StatementForm(ConsequenceForm):
    """A community impact statement."""

    body = forms.ChoiceField(
        label=_("Neighborhood council"),
        error_messages={"required": _("Choose whose statement it is.")},
    )
    position = forms.ChoiceField(
        label=_("Position"),
        choices=[CHOOSE, *POSITIONS.items()],
        error_messages={"required": _("Choose what it says.")},
    )
    day = day_field(_("Filed on"))
    board_vote = forms.CharField(
        label=_("Vote of its board"),
        help_text=_("As it says: 12 yes, 2 no"),
        max_length=200,
        required=False,
    )
    document = forms.TypedChoiceField(
        label=_("Its paper"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, bodies: Iterable[Body], papers: Iterable[DocumentShown], sent: Any = None
    ) -> None:
        super().__init__(sent)
        councils = (b for b in bodies if b.kind == "neighborhood_council")
        self.offer("body", [CHOOSE, *named(councils)])
        self.offer("document", [NONE, *filed(papers)])


class InstructionForm(ConsequenceForm):
    """What a body is to report back."""

    body = forms.ChoiceField(
        label=_("Who is to report back?"),
        error_messages={"required": _("Choose who is to report back.")},
    )
    text = forms.CharField(
        label=_("What about?"),
        max_length=5_000,
        error_messages={"required": _("Write what is to be reported back.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = day_field(_("Instructed on"))
    due = day_field(_("Due on"), required=False, about=_("Leave it empty if no day was set."))
    days = forms.IntegerField(
        label=_("Or within so many days"), min_value=1, max_value=3_650, required=False
    )

    def __init__(self, bodies: Iterable[Body], sent: Any = None) -> None:
        super().__init__(sent)
        self.offer("body", [CHOOSE, *named(bodies)])

    def clean(self) -> dict[str, Any]:
        """Take a day or a number of days, not both."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("due") and told.get("days"):
            self.add_error("days", _("Write a day or a number of days, not both."))
        return told


class SatisfyForm(ConsequenceForm):
    """Which paper reports back."""

    document = forms.TypedChoiceField(
        label=_("Which paper reports back?"),
        coerce=int,
        error_messages={"required": _("Choose the paper. File it first if it is not there.")},
    )
    day = day_field(_("Came on"))

    def __init__(self, papers: Iterable[DocumentShown], sent: Any = None) -> None:
        super().__init__(sent)
        self.offer("document", [CHOOSE, *filed(papers)])


class OrdinanceForm(ConsequenceForm):
    """What is known of an ordinance."""

    title = forms.CharField(
        label=_("What is it about?"),
        max_length=2_000,
        error_messages={"required": _("Write what the ordinance is about.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = forms.CharField(label=_("Number of the ordinance"), max_length=40, required=False)
    urgent = forms.BooleanField(label=_("Urgent: in force at once"), required=False)
    first_reading = day_field(_("First reading"), required=False)
    second_reading = day_field(_("Second reading"), required=False)
    adopted = day_field(_("Adopted"), required=False)
    published = day_field(_("Published"), required=False)
    effective = day_field(_("In force from"), required=False)

    def said(self) -> Ordinance:
        """Return what was filled in."""
        return Ordinance(**self.cleaned_data)


def filled(known: OrdinanceShown) -> dict[str, Any]:
    """Return an ordinance as its form shows it."""
    return {
        "title": known.title,
        "number": known.number,
        "urgent": known.urgent,
        "first_reading": known.first_reading_date,
        "second_reading": known.second_reading_date,
        "adopted": known.adopted_date,
        "published": known.published_date,
        "effective": known.effective_date,
    }


def named(bodies: Iterable[Body]) -> list[tuple[str, str]]:
    """Return bodies to choose from, by their names."""
    return sorted(((body.code, body.name) for body in bodies), key=lambda pair: pair[1])


def filed(papers: Iterable[DocumentShown]) -> list[tuple[int, str]]:
    """Return papers to choose from."""
    return [(paper.seq, _told(paper.title, paper.document_date)) for paper in papers]


def _told(title: str, day: date | None) -> str:
    return f"{title} ({day:%Y-%m-%d})" if day else title
