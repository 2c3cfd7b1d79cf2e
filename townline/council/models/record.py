"""The record of the council's files."""

from django.db import models
from django.db.models import Q

from townline.council.models.files import CouncilFile
from townline.record.models import Entry


class FileEntry(Entry):
    """
    One line of a file's record; its activities are the lines that have a ``type``.

    What an activity says is in ``data``, which the chain covers; the columns repeat what lists and
    clocks ask for.
    """

    subject = models.ForeignKey(CouncilFile, models.PROTECT, related_name="entries", db_index=False)
    date = models.DateField(null=True)
    """The day that the record gives the activity."""
    position = models.SmallIntegerField(db_default=0)
    """Its place among the activities of that day."""
    type = models.TextField(blank=True, db_default="")
    corrects = models.PositiveIntegerField(null=True)
    """The ``seq`` of the entry that it stands in place of, or takes back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_file_entry_a_seq"),
            models.CheckConstraint(
                condition=Q(type="") | Q(date__isnull=False), name="activity_has_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["xid"], name="file_entry_by_transaction"),
            models.Index(fields=["date", "id"], condition=~Q(type=""), name="activity_by_day"),
            models.Index(fields=["type", "date"], condition=~Q(type=""), name="activity_by_type"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
