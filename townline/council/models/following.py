"""What follows a file: statements on it, reports it asks for, ordinances it makes."""

from django.db import models
from django.db.models import F, Q

from townline.council.models.bodies import BodyRow
from townline.council.models.documents import DocumentRow
from townline.council.models.files import CouncilFile
from townline.council.models.meetings import MeetingRow
from townline.council.rules.positions import Position


class StatementRow(models.Model):
    """A community impact statement: what a neighbourhood council thinks of a file."""

    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="statements", db_index=False)
    seq = models.PositiveIntegerField()
    """The entry of the file's record."""
    body = models.ForeignKey(BodyRow, models.PROTECT, related_name="+")
    position = models.TextField(db_default=Position.UNKNOWN.value)
    board_vote = models.TextField(blank=True, db_default="")
    """How its board voted, as it reports it."""
    filed_date = models.DateField(null=True)
    """None where an agenda gives the position, and nothing says when it came."""
    agenda = models.ForeignKey(MeetingRow, models.PROTECT, null=True, related_name="+")
    """The meeting whose agenda says so; None where a clerk entered it."""
    document = models.ForeignKey(DocumentRow, models.PROTECT, null=True, related_name="+")
    activity = models.PositiveIntegerField(null=True)
    """The ``seq`` of the activity that says it came."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "seq"], name="statement_by_one_entry"),
            models.UniqueConstraint(
                fields=["file", "body", "filed_date"], name="statement_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(position__in=[each.value for each in Position]),
                name="statement_position_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} on {self.file_id}: {self.position}"


class InstructionRow(models.Model):
    """What the Council told somebody to report back."""

    file = models.ForeignKey(
        CouncilFile, models.PROTECT, related_name="instructions", db_index=False
    )
    seq = models.PositiveIntegerField()
    activity = models.PositiveIntegerField(null=True)
    """The ``seq`` of the activity that says so."""
    body = models.ForeignKey(BodyRow, models.PROTECT, related_name="+")
    """Who is to report back."""
    text = models.TextField()
    given_date = models.DateField()
    due_date = models.DateField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    """Where the term was said in days."""
    satisfied_by = models.ForeignKey(DocumentRow, models.PROTECT, null=True, related_name="+")
    satisfied_date = models.DateField(null=True)
    reminded_date = models.DateField(null=True)
    """The day on which the clerk was last reminded of it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "seq"], name="instruction_by_one_entry"),
            models.CheckConstraint(
                condition=Q(due_date=None) | Q(due_date__gt=F("given_date")),
                name="instruction_due_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(satisfied_by=None) | Q(satisfied_date__isnull=False),
                name="instruction_satisfied_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_date", "id"],
                condition=Q(satisfied_date=None),
                name="instruction_to_come",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}/{self.seq}"


class OrdinanceRow(models.Model):
    """An ordinance that a file makes."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="ordinances", db_index=False)
    seq = models.PositiveIntegerField()
    """The entry that says of it what stands here now."""
    number = models.TextField(blank=True, db_default="")
    title = models.TextField()
    urgent = models.BooleanField(db_default=False)
    first_reading_date = models.DateField(null=True)
    second_reading_date = models.DateField(null=True)
    """The day for which its second reading is set, or on which it was."""
    adopted_date = models.DateField(null=True)
    published_date = models.DateField(null=True)
    effective_date = models.DateField(null=True)
    """As entered; what follows by rule is shown beside it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "number"], condition=~Q(number=""), name="ordinance_number_once"
            ),
            models.UniqueConstraint(fields=["file", "title"], name="ordinance_once_a_file"),
        ]

    def __str__(self) -> str:
        return self.number or self.title
