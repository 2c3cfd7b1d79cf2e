"""The record of the service requests."""

from django.db import models

from townline.record.models import Entry
from townline.requests.models.request import ServiceRequest


class RequestEntry(Entry):
    """One line of a request's history."""

    subject = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="entries", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="one_entry_a_seq")]
        indexes = [
            models.Index(fields=["xid"], name="entry_by_transaction"),
            models.Index(
                fields=["at", "id"],
                condition=~models.Q(verb="request.submitted"),
                name="entry_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
