"""What is asked before the same is done to several requests."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from townline.catalogue import queries as catalogue
from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import City
from townline.desk.list_forms import colleagues_of, known_crews
from townline.desk.wording import Text
from townline.desk.work import long_text, outcome_label
from townline.record.verbs import Actor, Verb
from townline.requests import verbs
from townline.requests.queries import RequestShown
from townline.requests.rules import clock
from townline.requests.rules.stops import Whose
from townline.staff.queries import Colleague

CREW = "crew:"
"""Before the name of a crew, among people's keys."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What the form of a bundle is fitted to."""

    city: City
    by: Actor
    people: Sequence[Colleague]
    found: Sequence[RequestShown]
    on: date
    """Today, in the city."""


class BulkForm(forms.Form):
    """Nothing but the key that keeps it from being done twice."""

    use_required_attribute = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, situation: Situation, *sent: Any) -> None:
        super().__init__(*sent)
        self.initial = {"key": secrets.token_urlsafe(18), "on": situation.on.isoformat()}
        self.prepare(situation)

    def prepare(self, situation: Situation) -> None:
        """Fit the fields to what was chosen."""

    def said(self) -> dict[str, Any]:
        """Return what the action is told besides."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class WhoField(forms.ChoiceField):
    """A person or a crew."""

    def offer(self, situation: Situation, *, nobody: bool) -> None:
        """Offer those who work in the actor's departments, whoever is away marked so."""
        people = [
            (str(each.id), gettext("%(name)s (away)") % {"name": each.label} if each.away
             else each.label)
            for each in colleagues_of(situation.people, situation.by)
        ]  # fmt: skip
        crews = known_crews(situation.city, situation.people, situation.by)
        none = [("nobody", gettext("Nobody"))] if nobody else []
        self.choices = [
            ("", gettext("Choose one")),
            *none,
            (gettext("People"), people),
            (gettext("Crews"), [(f"{CREW}{crew}", crew) for crew in crews]),
        ]


class AssignForm(BulkForm):
    """To whom they are given."""

    to = WhoField(label=_("Give them to"))

    def prepare(self, situation: Situation) -> None:
        """Offer people and crews."""
        self.fields["to"].offer(situation, nobody=True)  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return the person, or the crew."""
        chosen = self.cleaned_data["to"]
        if chosen.startswith(CREW):
            return {"to": None, "crew": chosen.removeprefix(CREW)}
        return {"to": None if chosen == "nobody" else int(chosen)}


class PlanForm(BulkForm):
    """On whose day they are put."""

    who = WhoField(label=_("On the day of"))
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self, situation: Situation) -> None:
        """Offer people and crews; days that have passed are not for planning."""
        self.fields["who"].offer(situation, nobody=False)  # type: ignore[attr-defined]
        self.today = situation.on
        self.departments = sorted({found.department for found in situation.found})

    def clean_on(self) -> date:
        """Refuse a day that has passed."""
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later one."))
        return on

    def said(self) -> dict[str, Any]:
        """Return the day, and whose it is."""
        chosen = self.cleaned_data["who"]
        whose = (
            Whose(crew=chosen.removeprefix(CREW))
            if chosen.startswith(CREW)
            else Whose(member=int(chosen))
        )
        return {"on": self.cleaned_data["on"], "whose": whose}


class NoteForm(BulkForm):
    """A note among staff."""

    text = long_text(
        label=_("Note for staff"), help_text=_("Never shown to residents."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AskForm(BulkForm):
    """A question to every reporter."""

    question = long_text(
        label=_("Question to each reporter"),
        help_text=_("Everybody reads the same. The clocks stand still until they answer."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PauseForm(BulkForm):
    """Why the clocks are to stand still."""

    reason = forms.ChoiceField(
        label=_("Why does the work wait?"),
        widget=forms.RadioSelect,
        help_text=_("Residents read the reason."),
    )

    def prepare(self, situation: Situation) -> None:
        """Offer the reasons; a question to the reporter is another deed."""
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, _capital(gettext(words)))
            for code, words in clock.PAUSES.items()
            if code in clock.CHOSEN
        ]


class CloseForm(BulkForm):
    """How all of them ended."""

    outcome = forms.ChoiceField(
        label=_("How did they end?"),
        widget=forms.RadioSelect,
        help_text=_("Only outcomes that all chosen requests can have."),
    )
    remark = long_text(
        label=_("Words to the reporters"),
        help_text=_("Sent with the outcome to everybody who reported one of them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    reference = forms.CharField(
        label=_("Reading or work order"),
        help_text=_("It proves an outcome for all of them where one is demanded."),
        max_length=200,
        required=False,
    )

    def prepare(self, situation: Situation) -> None:
        """Offer what all of them have in common."""
        common = _common(situation.found)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.code, outcome_label(outcome)) for outcome in common
        ]
        if not common:
            self.fields["outcome"].help_text = _(
                "These requests have no outcome in common. Choose those of one service."
            )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _common(found: Sequence[RequestShown]) -> list[Outcome]:
    """Return the outcomes that all can end with, worded as for the first of them."""
    kinds = {(each.edition_id, each.service_code) for each in found}
    offers = [catalogue.offer(edition, code) for edition, code in sorted(kinds)]
    if not offers:
        return []
    codes = set.intersection(*({outcome.code for outcome in offer.outcomes} for offer in offers))
    return [o for o in offers[0].outcomes if o.code in codes and o.kind != "cancelled"]


@dataclass(frozen=True, kw_only=True)
class BulkDeed:
    """One thing that can be done to several requests."""

    code: str
    verb: Verb
    label: Text
    done: Text
    """What is told of how many it was done to."""
    form: type[BulkForm] = BulkForm


DEEDS = {
    each.code: each
    for each in (
        BulkDeed(code="start", verb=verbs.STARTED, label=_("Start work"), done=_("Work started")),
        BulkDeed(
            code="assign", verb=verbs.ASSIGNED, label=_("Give to a person or crew"),
            done=_("Given"), form=AssignForm,
        ),
        BulkDeed(
            code="share", verb=verbs.ASSIGNED, label=_("Share out by rule"), done=_("Given"),
        ),
        BulkDeed(
            code="plan", verb=verbs.PLANNED, label=_("Put on a day's list"), done=_("Planned"),
            form=PlanForm,
        ),
        BulkDeed(
            code="note", verb=verbs.NOTED, label=_("Leave a note"), done=_("Note added"),
            form=NoteForm,
        ),
        BulkDeed(
            code="ask", verb=verbs.ASKED, label=_("Ask the reporters"), done=_("Asked"),
            form=AskForm,
        ),
        BulkDeed(
            code="pause", verb=verbs.PAUSED, label=_("Pause"), done=_("Paused"), form=PauseForm,
        ),
        BulkDeed(
            code="close", verb=verbs.CLOSED, label=_("Close with an outcome"), done=_("Closed"),
            form=CloseForm,
        ),
    )
}  # fmt: skip


def choices(by: Actor) -> list[tuple[str, Text]]:
    """Return what the actor may do to several requests at once."""
    return [(each.code, each.label) for each in DEEDS.values() if each.verb.roles & by.roles]
