"""Which steps of a ladder a request has climbed, and who was told of each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from townline.requests.models.request import ServiceRequest


class Escalation(models.Model):
    """One step that was told: once for each promise, or each silence, of a request."""

    request = models.ForeignKey(
        ServiceRequest, models.PROTECT, related_name="escalations", db_index=False
    )
    key = models.TextField(help_text="The step, and the promise or silence that it is about.")
    when = models.TextField(help_text="One of ``cities.rules.ladder.WHENS``.")
    days = models.PositiveSmallIntegerField(db_default=0)
    seq = models.PositiveIntegerField(help_text="Its entry in the request's record.")
    told = ArrayField(models.TextField(), default=list, help_text="Who, as the record names them.")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="one_escalation_a_promise")
        ]
        indexes = [models.Index(fields=["told_at"], name="escalation_by_time")]

    def __str__(self) -> str:
        return f"{self.key} of request {self.request_id}"


class Hearer(models.Model):
    """A member who was told of an escalation, until they say that they have read it."""

    escalation = models.ForeignKey(
        Escalation, models.PROTECT, related_name="hearers", db_index=False
    )
    member = models.ForeignKey("staff.Member", models.PROTECT, related_name="+", db_index=False)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "member"], name="one_hearer_an_escalation"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("told_at")),
                name="hearer_reads_after_being_told",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "id"], condition=Q(read_at=None), name="hearer_to_read")
        ]

    def __str__(self) -> str:
        return f"hearer {self.member_id} of {self.escalation_id}"
