"""What clerks have begun to enter and not entered yet."""

from django.db import models

from townline.council.models.files import CouncilFile


class DraftRow(models.Model):
    """An activity that somebody is filling in. It is no entry, and can be undone."""

    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="drafts")
    member_id = models.BigIntegerField()
    """The key of the member of staff whose draft it is."""
    purpose = models.TextField()
    """``enter:CODE`` or ``correct:SEQ``."""
    said = models.JSONField()
    """What stands in the fields of the form, by their names."""
    before = models.JSONField(default=list)
    """What stood there earlier, oldest first; undoing goes back through it."""
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "member_id", "purpose"], name="one_draft_a_purpose"
            ),
        ]
        indexes = [models.Index(fields=["member_id", "-updated_at"], name="draft_by_member")]

    def __str__(self) -> str:
        return self.purpose
