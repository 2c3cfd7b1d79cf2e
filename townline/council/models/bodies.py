"""Whoever acts on files, sends papers or is sent a file."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from townline.council.fields import DateRange


class BodyRow(models.Model):
    """A body. Its code stays through all its names."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    kind = models.TextField()
    short = models.TextField(blank=True, db_default="")
    aliases = ArrayField(models.TextField(), default=list)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    described = models.BooleanField(default=False)
    """Whether the edition in force names it; others came with an import, or with an edition ago."""
    external = models.JSONField(default=dict)
    """Its numbers in other systems, by their name."""
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="body_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(kind=""), name="body_is_something"),
        ]

    def __str__(self) -> str:
        return self.code


class BodyNameRow(models.Model):
    """What a body was called for a time."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(BodyRow, models.PROTECT, related_name="names")
    text = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    position = models.PositiveSmallIntegerField()
    """0 is its newest name."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "text"], name="body_name_once"),
            models.UniqueConstraint(
                fields=["body", "position"],
                name="body_name_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="body_name_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="body_one_name_a_day",
                expressions=[
                    ("body", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(since__isnull=False) | Q(until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text
