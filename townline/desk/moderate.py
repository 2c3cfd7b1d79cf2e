"""What people see of a request: release, withhold and remove text; free or reject what was held."""

from django import forms
from django.utils.translation import gettext_lazy as _

from townline.desk.covering import ReleaseForm
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.desk.work import long_text
from townline.requests import verbs
from townline.requests.actions import moderate


class RedactForm(DeedForm):
    """Which law or order asks for it."""

    reason = long_text(
        label=_("Which law or order asks for this?"),
        help_text=_("The reason is kept in the record and shown to everyone."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("I understand that the text cannot be brought back"))


def _unreleased(case: Case) -> bool:
    return case.found.publicity == "structured" and (not case.found.released or case.found.unread)


def _shown(case: Case) -> bool:
    confidential = case.found.publicity == "nothing"
    return not confidential and (case.found.publicity == "everything" or case.found.released)


def _held(case: Case) -> bool:
    return case.found.status == "held"


def _has_words(case: Case) -> bool:
    return bool(case.found.description or case.found.answers)


def _release(doing: Doing) -> None:
    said = doing.said
    moderate.release(
        **doing.changing,
        blots=said["blots"],
        phrases=said["phrases"],
        anew=bool(said.get("anew")),
        destroy=bool(said.get("destroy")),
    )


def _withhold(doing: Doing) -> None:
    moderate.withhold(**doing.changing)


def _free(doing: Doing) -> None:
    moderate.free(**doing.changing)


def _reject(doing: Doing) -> None:
    moderate.reject(**doing.changing)


def _redact(doing: Doing) -> None:
    moderate.redact_words(**doing.changing, reason=doing.said["reason"])


FREE = Deed(
    name="free", verb=verbs.FREED, label=_("It is real: send it on"),
    done=_("Sent on to its department."), act=_free,
)  # fmt: skip
HELD = (
    FREE,
    Deed(
        name="reject", verb=verbs.CLOSED, label=_("Reject"),
        done=_("Rejected. Nothing of it is shown."), act=_reject, fits=_held, grave=True,
        about=_(
            "It is closed as no real request, and nothing of it is ever shown to the public. "
            "This cannot be undone."
        ),
    ),
)  # fmt: skip
PUBLIC_VIEW = (
    Deed(
        name="release", verb=verbs.RELEASED, label=_("Show text and photos to everyone"),
        done=_("Text and photos are shown to everyone now."), act=_release, form=ReleaseForm,
        fits=_unreleased,
        about=_("Read them first: black out names, phone numbers, plates and faces."),
    ),
    Deed(
        name="withhold", verb=verbs.WITHHELD, label=_("Withhold text and photos"),
        done=_("Text and photos are withheld."), act=_withhold, fits=_shown,
    ),
    Deed(
        name="redact", verb=verbs.REDACTED, label=_("Remove the text by law"),
        done=_("The text was removed; the record says that it was, and why."), act=_redact,
        form=RedactForm, fits=_has_words, grave=True,
        about=_("Description and answers are erased for good. The record keeps only their digest."),
    ),
)  # fmt: skip
