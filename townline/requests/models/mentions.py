"""Who was mentioned in a note, and whether they have seen it."""

from django.db import models

from townline.requests.models.request import ServiceRequest


class Mention(models.Model):
    """One member of staff named in one note."""

    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="mentions")
    member = models.ForeignKey("staff.Member", models.PROTECT, related_name="+", db_index=False)
    entry = models.PositiveIntegerField(help_text="Where the note stands in the record.")
    by = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "entry", "member"], name="a_member_once_a_note"
            )
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="mention_of_member"),
            models.Index(
                fields=["member"], condition=models.Q(read_at=None), name="mention_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in entry {self.entry} of request {self.request_id}"
