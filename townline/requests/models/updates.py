"""What was told to everyone who asked about the same thing, in which words and by which notices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from townline.requests.models.request import ServiceRequest


class Update(models.Model):
    """One text to all who reported or follow a request, or what joined it."""

    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="updates", db_index=False
    )
    seq = models.PositiveIntegerField(help_text="Its entry in the request's record.")
    words = models.JSONField(help_text="The text by language; emptied with the note of its entry.")
    requests = models.PositiveIntegerField(help_text="In how many records it was entered.")
    notices = ArrayField(models.BigIntegerField(), default=list)
    told_at = models.DateTimeField()
    told_by = models.TextField(help_text="As the record names them.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "seq"], name="one_update_an_entry")
        ]

    def __str__(self) -> str:
        return f"update {self.seq} of request {self.request_id}"
