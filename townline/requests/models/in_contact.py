"""What was done to requests during a contact that somebody answered."""

from django.db import models
from django.db.models import Q

from townline.requests.models.request import ServiceRequest
from townline.requests.rules.handled import How


class Handled(models.Model):
    """That a request was filed, read or changed for somebody during a contact with them."""

    request = models.ForeignKey(ServiceRequest, models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="+", db_index=False
    )
    how = models.TextField()
    at = models.DateTimeField()
    by = models.TextField(help_text="How the record names whoever did it.")

    class Meta:
        verbose_name_plural = "handled"
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=[str(each) for each in How]), name="handled_in_a_known_way"
            ),
            models.UniqueConstraint(
                fields=["contact", "request", "how"], name="handled_once_a_way"
            ),
        ]
        indexes = [models.Index(fields=["request"], name="handled_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.how} in {self.contact_id}"
