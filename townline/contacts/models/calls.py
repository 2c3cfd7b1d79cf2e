"""Calls from browser to browser: what is known while one is under way, and its signals."""

from django.db import models

from townline.contacts.models.reaching import Contact
from townline.contacts.rules.calls import Kind


class WebCall(models.Model):
    """What a call in the browser has beside its turn."""

    contact = models.OneToOneField(
        Contact, models.PROTECT, primary_key=True, related_name="web_call"
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    may_record = models.BooleanField(help_text="The resident said so before the call began.")
    seen_at = models.DateTimeField(help_text="When the resident's page was last heard of.")
    away_at = models.DateTimeField(null=True, help_text="When it was closed, if it still is.")
    held_at = models.DateTimeField(null=True, help_text="Since when the resident is on hold.")
    signals_so_far = models.PositiveIntegerField(db_default=0)
    over = models.BooleanField(
        db_default=False, help_text="Nobody is on it any more, and its signals are gone."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["city", "contact"], condition=models.Q(over=False), name="call_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"web call {self.pk}"


class CallSignal(models.Model):
    """
    What one side told another to connect; removed when the call is over.

    It holds network addresses of both sides, which nobody needs afterwards.
    """

    call = models.ForeignKey(WebCall, models.CASCADE, related_name="told", db_index=False)
    position = models.PositiveIntegerField()
    sender = models.TextField()
    receiver = models.TextField(blank=True, help_text="Empty: everybody else on the call.")
    kind = models.TextField()
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="one_signal_a_position"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(each) for each in Kind]),
                name="signal_has_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}/{self.position} {self.kind}"
