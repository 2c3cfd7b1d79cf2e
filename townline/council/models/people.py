"""Who sits in the council and its committees."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from townline.council.fields import DateRange
from townline.council.models.bodies import BodyRow


class PersonRow(models.Model):
    """Someone who votes, moves or seconds, with all the ways in which records write the name."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    code = models.TextField()
    name = models.TextField()
    spellings = ArrayField(models.TextField(), default=list)
    described = models.BooleanField(default=False)
    """Whether the folder names them; others came with an import, and are to be looked at."""
    external = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="person_code_once"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.code


class SeatRow(models.Model):
    """A place in a body that one person holds at a time."""

    body = models.ForeignKey(BodyRow, models.PROTECT, related_name="seats", db_index=False)
    code = models.TextField()
    area = models.TextField(blank=True, db_default="")
    """The key of the area that its holder stands for."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="seat_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.code}"


class MembershipRow(models.Model):
    """That somebody sits in a body for a time; an open end is one that nobody told us."""

    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="memberships")
    body = models.ForeignKey(BodyRow, models.PROTECT, related_name="members")
    seat = models.ForeignKey(SeatRow, models.PROTECT, null=True, related_name="holders")
    role = models.TextField(db_default="member")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    described = models.BooleanField(default=False)
    """Whether the folder says so; others a clerk entered, or an import supposed."""
    entered_by = models.TextField(blank=True, db_default="")
    """The clerk who said so last; empty where none did."""
    entered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")),
                name="membership_ends_after_it_began",
            ),
            ExclusionConstraint(
                name="seat_one_holder_a_day",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(seat__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.body_id}"
