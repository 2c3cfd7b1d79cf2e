"""Forms in which supervisors direct a queue for a while, and move what waits in it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townline.cities.rules.city import City
from townline.contacts.rules.directives import Directive, Kind, end_of
from townline.desk.bulletin_forms import MOMENT, Moment
from townline.desk.wording import language_name
from townline.hours import Span, WorkingWeek

LONGEST = 300
"""Characters of an announcement: it is read out before each contact waits."""
CLOCK = "%H:%M"


class HoursForm(forms.Form):
    """Other hours of a queue on one day."""

    use_required_attribute = False
    closed = forms.BooleanField(label=gettext_lazy("Closed all day"), required=False)
    opens = forms.TimeField(
        label=gettext_lazy("Opens at"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format=CLOCK),
    )  # fmt: skip
    closes = forms.TimeField(
        label=gettext_lazy("Closes at"), required=False,
        help_text=gettext_lazy("00:00 is the end of the day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format=CLOCK),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, spans: tuple[Span, ...]) -> None:
        begun: dict[str, Any] = {"closed": True}
        if spans:
            begun = {"opens": spans[0][0], "closes": spans[-1][1]}
        super().__init__(data, initial=begun)

    def clean(self) -> dict[str, Any]:
        """Take an opening and a closing after it, unless the queue stays closed."""
        said = super().clean() or self.cleaned_data
        opens, closes = said.get("opens"), said.get("closes")
        if said.get("closed") or self.errors:
            return said
        if opens is None or closes is None:
            self.add_error("closes", _("Give an opening and a closing, or tick “Closed all day”."))
        elif closes.replace(tzinfo=None) <= opens and (closes.hour, closes.minute) != (0, 0):
            self.add_error("closes", _("The queue would close before it opens."))
        return said

    def directive(self, queue: str, day: date, week: WorkingWeek) -> Directive:
        """Return what is directed."""
        said = self.cleaned_data
        opens, closes = (None, None) if said["closed"] else (said["opens"], said["closes"])
        return Directive(
            kind=Kind.HOURS, queue=queue, day=day, opens=opens, closes=closes,
            until=end_of(day, week),
        )  # fmt: skip


class AnnouncementForm(forms.Form):
    """What those hear or read who come to a queue."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, city: City, at: datetime) -> None:
        midnight = datetime.combine(
            at.astimezone(city.zone).date() + timedelta(days=1), datetime.min.time(), city.zone
        )
        super().__init__(data, initial={"until": midnight.strftime(MOMENT)})
        self.city, self.at = city, at
        for position, language in enumerate(city.languages):
            self.fields[f"words_{language}"] = forms.CharField(
                label=language_name(language), max_length=LONGEST, required=position == 0,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )  # fmt: skip
        self.fields["until"] = Moment(label=_("Stands until"))

    def clean_until(self) -> datetime:
        """Take a moment to come."""
        written: datetime = self.cleaned_data["until"]
        until = written.replace(tzinfo=self.city.zone)  # by the city's clock
        if until <= self.at:
            raise forms.ValidationError(_("That is over already."))
        return until

    def directive(self, queue: str) -> Directive:
        """Return what is directed."""
        said = self.cleaned_data
        words = {code: said[f"words_{code}"] for code in self.city.languages}
        return Directive(
            kind=Kind.ANNOUNCEMENT, queue=queue, until=said["until"],
            words={code: text for code, text in words.items() if text},
        )  # fmt: skip


class MoveForm(forms.Form):
    """Which of those who wait are to wait elsewhere."""

    use_required_attribute = False
    contacts = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Which contacts"),
        error_messages={"required": gettext_lazy("Choose the contacts that are to be moved.")},
    )  # fmt: skip
    queue = forms.ChoiceField(
        label=gettext_lazy("Move them to"),
        error_messages={"required": gettext_lazy("Choose a queue.")},
    )

    def __init__(
        self, data: Any = None, *, waiting: Sequence[int], queues: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        keys = [(key, str(key)) for key in waiting]
        self.fields["contacts"].choices = keys  # type: ignore[attr-defined]
        self.fields["queue"].choices = [("", "–"), *queues]  # type: ignore[attr-defined]
