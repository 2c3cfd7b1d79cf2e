"""Requests that go to the programs of another organisation by themselves."""

from django.db import models
from django.db.models import Q

from townline.requests.models.request import ServiceRequest


class Forwarding(models.Model):
    """A request on its way to another Open311 server, and what that says of it since."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="forwardings", db_index=False
    )
    partner = models.TextField(help_text="Its code in the folder.")
    enlisted_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(db_default=0)
    try_after = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True)
    perhaps_out = models.BooleanField(
        db_default=False, help_text="It may have arrived, though no answer was heard."
    )
    fault = models.TextField(blank=True, db_default="")
    given_up_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    token = models.TextField(
        blank=True, db_default="", help_text="What stands for a number that is not given yet."
    )
    their_number = models.TextField(blank=True, db_default="")
    their_status = models.TextField(blank=True, db_default="", help_text="open or closed.")
    their_words = models.TextField(blank=True, db_default="")
    look_after = models.DateTimeField(null=True, help_text="When to ask how it stands there.")
    over_at = models.DateTimeField(null=True, help_text="Since when nobody asks any more.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "partner"], name="forwarded_once_to_a_partner"
            )
        ]
        indexes = [
            models.Index(
                fields=["city", "try_after", "id"],
                condition=Q(sent_at=None, given_up_at=None, over_at=None),
                name="forwarding_owed",
            ),
            models.Index(
                fields=["city", "look_after", "id"],
                condition=Q(sent_at__isnull=False, over_at=None),
                name="forwarding_looked_after",
            ),
            models.Index(
                fields=["city", "id"],
                condition=Q(given_up_at__isnull=False, over_at=None),
                name="forwarding_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} to {self.partner}"
