"""What another organisation fills in about the request that it has in hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from townline.cities.rules.city import words_in
from townline.requests.queries import Job
from townline.requests.rules.photos import MOST_BYTES
from townline.requests.rules.submission import MOST_TEXT

MOST_PHOTOS = 5
FILL_IN, CHOOSE = _("Fill this in."), _("Choose how the work ended.")


class SeveralPhotos(forms.FileInput):
    """A file input that takes several pictures at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return all files that were sent under the name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PhotosField(forms.Field):
    """Photos of the work; whether they are pictures is found out when they are taken in."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Photos of the work"),
            help_text=_("JPEG, PNG or WebP; five at most."),
            required=False,
            widget=SeveralPhotos(attrs={"accept": "image/*", "multiple": True}),
        )

    def clean(self, value: Sequence[UploadedFile]) -> tuple[bytes, ...]:
        """
        Return what the files hold.

        :raises forms.ValidationError: if there are too many, or too large ones
        """
        if len(value) > MOST_PHOTOS:
            raise forms.ValidationError(_("Choose five photos at most."))
        if any((upload.size or 0) > MOST_BYTES for upload in value):
            raise forms.ValidationError(_("One of the photos is too large: 8 MB at most."))
        return tuple(upload.read() for upload in value)


class PartnerForm(forms.Form):
    """A button alone; the others are made from it."""

    use_required_attribute = False

    def __init__(self, job: Job, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id=f"{type(self).__name__.lower()}_%s")
        self.job = job
        self.prepare(job)

    def prepare(self, job: Job) -> None:
        """Fit the fields to the request."""


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": FILL_IN},
        **options,
    )


class ReasonForm(PartnerForm):
    """Why the request is given back."""

    reason = _text(_("Why do you give it back?"), help_text=_("The department reads it."))


class WriteForm(PartnerForm):
    """Words and photos for the department."""

    text = _text(_("Message to the department"), required=False)
    photos = PhotosField()

    def clean(self) -> dict[str, Any]:
        """Ask for a text where there is no photo."""
        said = super().clean() or self.cleaned_data
        if not said.get("text", "").strip() and not said.get("photos") and not self.errors:
            self.add_error("text", FILL_IN)
        return said


class DoneForm(PartnerForm):
    """How the work ended, with its proof."""

    outcome = forms.ChoiceField(
        label=_("How did the work end?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    photos = PhotosField()
    text = _text(_("Anything the department should know"), required=False)

    def prepare(self, job: Job) -> None:
        """Offer the outcomes of the service that somebody outside can know of."""
        language = get_language() or ""
        choices = [
            (o.code, f"{words_in(o.words, language)}{' *' if o.evidence else ''}")
            for o in job.outcomes
        ]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if any(o.evidence for o in job.outcomes):
            self.fields["outcome"].help_text = _("* needs a photo of the work.")
