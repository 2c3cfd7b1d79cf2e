"""How contacts were appraised, and when agents are to answer."""

from django.db import models
from django.db.models import F, Q

from townline.contacts.models.agents import Agent
from townline.contacts.models.turns import Turn


class AppraisalRow(models.Model):
    """How somebody found that a contact was handled; one that is corrected is replaced."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    turn = models.ForeignKey(Turn, models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", db_index=False)
    week = models.TextField()
    questions = models.JSONField(help_text="As they were asked then.")
    marks = models.JSONField()
    comment = models.TextField(blank=True)
    score = models.PositiveSmallIntegerField(null=True, help_text="In per cent.")
    at = models.DateTimeField()
    by = models.TextField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", help_text="The former one."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "agent"], condition=Q(replaces=None), name="one_first_appraisal"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=100), name="appraisal_has_a_share"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "week"], name="appraisals_of_week"),
            models.Index(fields=["agent", "-id"], name="appraisals_of_agent"),
        ]

    def __str__(self) -> str:
        return f"appraisal {self.pk}"


class AppraisalReply(models.Model):
    """What an agent says to an appraisal."""

    appraisal = models.ForeignKey(AppraisalRow, models.PROTECT, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()

    def __str__(self) -> str:
        return f"reply {self.pk}"


class Shift(models.Model):
    """When an agent is to answer; one that was wrong is removed, and stays to be seen."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
                name="shift_says_who_removed_it",
            ),
            models.UniqueConstraint(
                fields=["agent", "starts_at"],
                condition=Q(removed_at=None),
                name="one_shift_a_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "starts_at"], condition=Q(removed_at=None), name="shifts_of_city"
            ),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"
