"""Who wants to be told every day what was asked in an area; whom that is, contacts alone know."""

from django.db import models
from django.db.models import F, Q


class Subscription(models.Model):
    """A daily letter about one area, or about one service there."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, related_name="+", db_index=False
    )
    area = models.TextField(help_text="``kind:code``.")
    service_code = models.TextField(blank=True, db_default="", help_text="Empty for all.")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="When the address proved its own.")
    left_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(help_text="What happened before was told, or is too old.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(area=""), name="subscription_has_an_area"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")),
                name="subscription_is_confirmed_after_it_was_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "told_until"],
                condition=Q(confirmed_at__isnull=False, left_at=None),
                name="subscription_to_be_told",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at=None),
                name="subscription_unconfirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.service_code}"
