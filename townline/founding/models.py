"""Tables of revisions: what a member changes on screen before it is in force, and its record."""

from django.db import models
from django.db.models import F, Q

from townline.record.models import Entry


class Revision(models.Model):
    """The changes that a member prepares to an edition, until they are published or thrown away."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("staff.Member", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True)
    base = models.ForeignKey("cities.Edition", models.PROTECT, related_name="+", db_index=False)
    """The edition that it changes."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    edition = models.OneToOneField(
        "cities.Edition", models.PROTECT, related_name="+", null=True
    )  # fmt: skip
    """What it became when it was published."""
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "member"], condition=Q(ended_at=None), name="one_revision_a_member"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")),
                name="revision_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(edition=None) | Q(ended_at__isnull=False),
                name="revision_published_is_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RevisedFile(models.Model):
    """A file as one step of a revision left it: the last step with its path says what it holds."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="files", db_index=False)
    step = models.PositiveIntegerField()
    path = models.CharField(max_length=300)
    content = models.BinaryField(null=True)
    """None where the file was taken out of the folder."""
    what = models.CharField(max_length=300)
    """The step in a sentence."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "step", "path"], name="revised_file_once_a_step"
            ),
            models.CheckConstraint(condition=Q(step__gte=1), name="revised_step_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.step} {self.path}"


class RevisionEntry(Entry):
    """One line of a revision's history."""

    subject = models.ForeignKey(Revision, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_revision_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="revision_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
