"""What is done for the resident: answering, moving, cancelling and opening again."""

from datetime import date

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.desk.forms import Photos
from townline.desk.wording import day_words
from townline.desk.work import long_text
from townline.geography.rules.place import Point
from townline.record.verbs import Role
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import own

MOST_AT_ONCE = 3


class AnswerForm(DeedForm):
    """What the reporter answered."""

    text = long_text(label=_("What they answered"))


class PhotosForm(DeedForm):
    """Photos that the reporter sent."""

    photos = Photos(
        MOST_AT_ONCE,
        label=_("Photos from the reporter"),
        help_text=_("JPEG, PNG or WebP."),
        required=True,
    )


class MoveForm(DeedForm):
    """Another day."""

    to = forms.TypedChoiceField(
        label=_("Day"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This day has just been filled. Choose another one.")},
    )

    def prepare(self, case: Case) -> None:
        """Offer the days that still have room at its place."""
        days = [day for day in free_days(case) if day != case.found.order_date]
        by_text = {day.isoformat(): day for day in days}
        field = self.fields["to"]
        field.choices = [(text, day_words(day)) for text, day in by_text.items()]  # type: ignore[attr-defined]
        field.coerce = by_text.__getitem__  # type: ignore[attr-defined]
        if not days:
            field.help_text = _("No other day has room at present.")


class CancelForm(DeedForm):
    """Why it is no longer wanted."""

    reason = long_text(
        label=_("Why, in the reporter's words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def prepare(self, case: Case) -> None:
        """Say how the end will be worded."""
        outcomes = case.offer.outcomes if case.offer else ()
        words = next((o.words for o in outcomes if o.kind == "cancelled"), None)
        if words:
            says = words_in(words, get_language() or "")
            self.fields["reason"].help_text = _("Residents will read: “%(words)s”") % {
                "words": says
            }


class ReopenForm(DeedForm):
    """What is still wrong."""

    reason = long_text(label=_("What is still wrong?"), help_text=_("The reporter reads it too."))


def free_days(case: Case) -> list[date]:
    """Return the days that an order at the request's place may choose."""
    found = case.found
    if found.service_code not in catalogue.offers(case.city.edition_id):
        return []
    placed = found.lat is not None and found.lon is not None
    point = Point(found.lat, found.lon) if placed else None  # type: ignore[arg-type]
    return list(requests.days_free(case.city, found.service_code, point, at=case.at))


def _has_dates(case: Case) -> bool:
    return case.offer is not None and case.offer.dates is not None


def _has_day(case: Case) -> bool:
    return _has_dates(case) and case.found.order_date is not None


def _has_no_day(case: Case) -> bool:
    return _has_dates(case) and case.found.order_date is None


def _still_open(case: Case) -> bool:
    return case.found.open


def _was_real(case: Case) -> bool:
    return case.found.outcome != "not_a_request"


def _answer(doing: Doing) -> None:
    own.answer(**doing.what, text=doing.said["text"])


def _add_photos(doing: Doing) -> None:
    own.add_photo(**doing.what, photos=doing.said["photos"])


def _move(doing: Doing) -> None:
    own.move(**doing.changing, to=doing.said["to"])


def _cancel(doing: Doing) -> None:
    own.cancel(**doing.changing, reason=doing.said["reason"])


def _reopen(doing: Doing) -> None:
    own.reopen(**doing.changing, reason=doing.said["reason"])


REOPEN = Deed(
    name="reopen", verb=verbs.REOPENED, label=_("Open again"),
    done=_("Open again, with a new promise."), act=_reopen, form=ReopenForm, fits=_was_real,
    about=_("The promise starts anew, and the department has it on its list again."),
)  # fmt: skip
ANSWER = Deed(
    name="answer", verb=verbs.ANSWERED, label=_("Enter the reporter's answer"),
    done=_("Answered; the clock runs again."), act=_answer, form=AnswerForm,
)  # fmt: skip
FOR_RESIDENT = (
    ANSWER,
    Deed(
        name="photos", verb=verbs.PHOTOGRAPHED, label=_("Add photos from the reporter"),
        done=_("Photos added."), act=_add_photos, form=PhotosForm, fits=_still_open,
        only=frozenset({Role.AGENT}),
    ),
    Deed(
        name="move", verb=verbs.MOVED, label=_("Move to another day"), done=_("Moved."),
        act=_move, form=MoveForm, fits=_has_day,
        about=_("The reporter is told the new day; the old one is given to others."),
    ),
    Deed(
        name="schedule", verb=verbs.SCHEDULED, label=_("Choose a day"), done=_("Planned."),
        act=_move, form=MoveForm, fits=_has_no_day,
    ),
    Deed(
        name="cancel", verb=verbs.CANCELLED, label=_("Cancel for the reporter"),
        done=_("Cancelled."), act=_cancel, form=CancelForm, grave=True,
        about=_("Only where the reporter no longer wants it. Otherwise close it with an outcome."),
    ),
    REOPEN,
)  # fmt: skip
