"""Requests that another organisation has in hand for a while."""

from django.db import models
from django.db.models import F, Q

from townline.requests.models.request import ServiceRequest
from townline.requests.rules.handing import ENDS


class HandOver(models.Model):
    """A request handed over to a partner: what it was told, until when, what it says."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="hand_overs", db_index=False
    )
    partner = models.TextField(help_text="Its code in the folder.")
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="+", db_index=False,
        help_text="By which it is written to.",
    )  # fmt: skip
    message = models.TextField(help_text="What it was told.")
    words = models.BooleanField(
        db_default=False, help_text="Whether it may read what the reporter wrote and photographed."
    )
    until = models.DateField(help_text="By when it is to be done.")
    seed = models.TextField(help_text="What the secret of its page is made from.")
    secret = models.BinaryField(help_text="SHA-256 of that secret.")
    expires_at = models.DateTimeField(help_text="When the page shuts.")
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True, help_text="When it said that it is done.")
    outcome = models.TextField(blank=True, db_default="", help_text="How it says that it ended.")
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(blank=True, db_default="", help_text="partner, staff or closing.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at=None), name="one_hand_over_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=ENDS),
                name="hand_over_ends_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="hand_over_expires_later"
            ),
        ]
        indexes = [
            models.Index(fields=["request", "id"], name="hand_over_of_request"),
            models.Index(
                fields=["city", "until", "id"],
                condition=Q(ended_at=None),
                name="hand_over_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} at {self.partner}"
