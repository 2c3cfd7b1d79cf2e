"""The papers of a file."""

from django.db import models
from django.db.models import Q

from townline.council.models.bodies import BodyRow
from townline.council.models.files import CouncilFile
from townline.council.models.record import FileEntry


class DocumentRow(models.Model):
    """A paper of a file. Its bytes, where we have them, are kept once, by their SHA-256."""

    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="documents")
    kind = models.TextField()
    """``motion``, ``report``, ``communication``, ``council_action``, … or ``other``."""
    title = models.TextField()
    document_date = models.DateField(null=True)
    author = models.ForeignKey(BodyRow, models.PROTECT, null=True, related_name="+")
    reference = models.TextField(blank=True, db_default="")
    name = models.TextField(blank=True, db_default="")
    """The name of the file on disk that came, e.g. ``25-0843_rpt_atty_10-24-25.pdf``."""
    digest = models.CharField(max_length=64, blank=True, db_default="")
    """Empty where the record names a paper that we were not given."""
    media_type = models.TextField(blank=True, db_default="")
    size = models.PositiveBigIntegerField(null=True)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    """When its words were read, to be searched."""
    withheld = models.BooleanField(db_default=False)
    seq = models.PositiveIntegerField()
    """The entry of the file's record by which it was filed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "seq"], name="document_by_one_entry"),
            models.UniqueConstraint(
                fields=["file", "name"], condition=~Q(name=""), name="document_name_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="document_has_a_title"),
            models.CheckConstraint(
                condition=Q(digest="") | Q(size__isnull=False), name="document_kept_has_a_size"
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="document_by_content"),
            models.Index(
                fields=["id"],
                condition=Q(read_at=None) & ~Q(digest=""),
                name="document_to_be_read",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.title


class DocumentText(models.Model):
    """The words of a document, to be searched."""

    document = models.OneToOneField(DocumentRow, models.PROTECT, related_name="words")
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.document_id}"


class Filed(models.Model):
    """That a document belongs to an activity; several activities may share one."""

    entry = models.ForeignKey(FileEntry, models.PROTECT, related_name="papers")
    document = models.ForeignKey(DocumentRow, models.PROTECT, related_name="served")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "document"], name="document_once_an_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.entry_id}"
