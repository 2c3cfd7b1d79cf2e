"""What a clerk fills in about a file itself, and about its papers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import City
from townline.clerk.refusals import told
from townline.council import queries
from townline.council.rules import contents
from townline.council.rules import details as rules
from townline.council.rules.contents import Given
from townline.council.rules.details import Details
from townline.council.rules.printed import references_of, references_printed

KINDS: dict[str, Any] = {
    "motion": _("Motion"),
    "resolution": _("Resolution"),
    "report": _("Report"),
    "communication": _("Communication"),
    "ordinance": _("Ordinance"),
    "council_action": _("Council action"),
    "mayor_concurrence": _("Concurrence of the Mayor"),
    "impact_statement": _("Community impact statement"),
    "notice": _("Notice"),
    "other": _("Something else"),
}
"""Kinds of papers that a clerk files."""
DIRECT = [("", _("Not said")), ("yes", _("Yes")), ("no", _("No"))]
LINES = {"rows": 2, "autocomplete": "off"}


class DetailsForm(forms.Form):
    """What a file says of itself."""

    use_required_attribute = False
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What it is about, its parts divided by a stroke: 311 Call Center / Report"),
        max_length=rules.LONGEST_TITLE,
        error_messages={"required": _("Write what the file is about.")},
        widget=forms.Textarea(attrs=LINES),
    )
    received_date = forms.DateField(
        label=_("Received or introduced on"),
        help_text=_("Today, if you leave it empty."),
        required=False,
        error_messages={"invalid": _("Write the day as 2026-11-25.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    movers = forms.CharField(
        label=_("Moved by"),
        help_text=_("A name in each line."),
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    seconders = forms.CharField(
        label=_("Seconded by"),
        help_text=_("A name in each line."),
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    mover_comment = forms.CharField(label=_("Comment on mover and seconder"), required=False)
    initiated_by = forms.CharField(
        label=_("Initiated by"),
        help_text=_("A department or officer in each line, where no member moved it."),
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    districts = forms.CharField(
        label=_("Council districts"),
        help_text=_("Numbers, divided by commas: 1, 13"),
        required=False,
    )
    direct_to_council = forms.ChoiceField(
        label=_("Direct to the council?"), choices=DIRECT, required=False
    )
    references = forms.CharField(
        label=_("Reference numbers"),
        help_text=_("As they are printed: Report: EXE-035-22; EXE-291-22, Contract: C-1"),
        required=False,
        widget=forms.Textarea(attrs=LINES),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, sent: Any = None, *, kept: Details | None = None, seen: int = 0) -> None:
        super().__init__(sent, initial={**_shown(kept), "seen": seen} if kept else None)
        self.kept = kept

    def said(self) -> Details:
        """Return what was filled in; what the form does not ask stays as it was."""
        told = self.cleaned_data
        kept = self.kept
        return Details(
            title=" ".join(told["title"].split()),
            received_date=told["received_date"] or (kept.received_date if kept else None),
            initiated_by=_lines(told["initiated_by"]),
            movers=_lines(told["movers"]),
            seconders=_lines(told["seconders"]),
            mover_comment=told["mover_comment"],
            districts=tuple(d.strip() for d in told["districts"].split(",") if d.strip()),
            direct_to_council={"yes": True, "no": False}.get(told["direct_to_council"]),
            subject=kept.subject if kept else "",
            references=references_of(told["references"]),
            reward=kept.reward if kept else {},
        )

    def refuse(self, refusal: rules.BadDetails) -> None:
        """Say at its field what cannot be."""
        name = refusal.part if refusal.part in self.fields else None
        self.add_error(name, told(refusal))


class NewFileForm(DetailsForm):
    """A file that is to be made."""

    supplement_to = forms.CharField(
        label=_("Supplement to"),
        help_text=_("The number of the file that it belongs to, if it is a supplement."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    restricted = forms.BooleanField(
        label=_("Restricted: nobody but the clerk may know of it"), required=False
    )


class PaperForm(forms.Form):
    """A paper that is to be filed."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Choose")), *KINDS.items()],
        error_messages={"required": _("Choose what it is.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        error_messages={"required": _("Write what the paper is called.")},
    )
    document_date = forms.DateField(
        label=_("Dated"),
        required=False,
        error_messages={"invalid": _("Write the day as 2026-11-25.")},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    author = forms.ChoiceField(label=_("From"), required=False)
    reference = forms.CharField(label=_("Reference number"), required=False)
    content = forms.FileField(
        label=_("The paper itself"),
        help_text=_("A PDF, a Word document (.docx) or plain text (.txt)."),
        error_messages={
            "required": _("Choose the paper on your device."),
            "empty": _("The paper is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(contents.BY_ENDING)}),
    )

    def __init__(self, city: City, sent: Any = None, files: Any = None) -> None:
        super().__init__(sent, files)
        bodies = sorted(queries.bodies(city).values(), key=lambda body: body.name)
        names = [(body.code, body.name) for body in bodies]
        self.fields["author"].choices = [("", _("Not said")), *names]  # type: ignore[attr-defined]

    def said(self) -> Given:
        """Return the paper."""
        told = self.cleaned_data
        upload: UploadedFile = told["content"]
        return Given(
            kind=told["kind"],
            title=told["title"],
            document_date=told["document_date"],
            author=told["author"],
            reference=told["reference"],
            name=upload.name or "",
            content=upload.read(),
        )

    def refuse(self, part: str, what: str) -> None:
        """Say at its field what cannot be."""
        self.add_error({"name": "content"}.get(part, part), what)


class ReasonForm(forms.Form):
    """Why something is done that stands in the record."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It stands in the record."),
        max_length=1000,
        error_messages={"required": _("Say why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _shown(kept: Details) -> dict[str, Any]:
    direct = {True: "yes", False: "no", None: ""}[kept.direct_to_council]
    return {
        "title": kept.title,
        "received_date": kept.received_date,
        "movers": "\n".join(kept.movers),
        "seconders": "\n".join(kept.seconders),
        "mover_comment": kept.mover_comment,
        "initiated_by": "\n".join(kept.initiated_by),
        "districts": ", ".join(kept.districts),
        "direct_to_council": direct,
        "references": references_printed(kept.references),
    }
