"""What an import accepted though something is wrong with it, for the clerk to look at."""

from django.db import models

from townline.council.models.files import CouncilFile


class Flag(models.Model):
    """A hole or a contradiction in a file's record. The record itself is left as it came."""

    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="flags")
    code = models.TextField()
    """Which kind, of ``rules.flags``."""
    detail = models.TextField()
    """What exactly, in a sentence."""
    entry = models.PositiveIntegerField(null=True)
    """The ``seq`` of the entry that it is about."""
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "code", "detail"], name="flag_once"),
        ]
        indexes = [
            models.Index(
                fields=["code", "file"],
                condition=models.Q(settled_at=None),
                name="flag_to_look_at",
            ),
        ]

    def __str__(self) -> str:
        return self.code
