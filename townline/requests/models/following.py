"""Who is told how a request goes on without having reported it."""

from django.db import models
from django.db.models import F, Q

from townline.requests.models.request import ServiceRequest


class Follower(models.Model):
    """The link between a request and the contact of somebody who wants to be told of it."""

    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="followers", db_index=False
    )
    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="+")
    since = models.DateTimeField(help_text="When they asked.")
    confirmed_at = models.DateTimeField(null=True, help_text="When they said yes by the link.")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("since")),
                name="follower_asks_before_confirming",
            )
        ]
        indexes = [
            models.Index(
                fields=["request"],
                condition=Q(confirmed_at__isnull=False, left_at=None),
                name="follower_to_tell",
            ),
            models.Index(
                fields=["since"], condition=Q(confirmed_at=None), name="follower_unconfirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"follower {self.pk} of request {self.request_id}"
