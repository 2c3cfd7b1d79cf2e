"""Votes on files, and how each member voted."""

from django.db import models
from django.db.models import Q

from townline.council.models.files import CouncilFile
from townline.council.models.meetings import AgendaItemRow, MeetingRow
from townline.council.models.people import PersonRow
from townline.council.rules.ballots import Method, Option, Result


class VoteRow(models.Model):
    """
    A vote. It is an entry of its file's record, which this row and its ballots repeat.

    Where a source says a tally that its ballots do not add up to, ``given`` keeps what it said.
    """

    file = models.ForeignKey(CouncilFile, models.PROTECT, related_name="votes", db_index=False)
    seq = models.PositiveIntegerField()
    """The entry of the file's record."""
    meeting = models.ForeignKey(MeetingRow, models.PROTECT, null=True, related_name="votes")
    item = models.ForeignKey(AgendaItemRow, models.PROTECT, null=True, related_name="taken")
    date = models.DateField()
    position = models.PositiveSmallIntegerField(db_default=0)
    """Its place among the votes of that day on the file."""
    kind = models.TextField(blank=True, db_default="")
    """The kind of meeting, as a source has it."""
    question = models.TextField()
    label = models.TextField(blank=True, db_default="")
    """What came of it as written, e.g. ``Adopted, Ordinance Over``; sources may leave it empty."""
    method = models.TextField(db_default=Method.ROLL_CALL.value)
    needed = models.PositiveSmallIntegerField(null=True)
    """How many had to say yes; None where the source does not say."""
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    absent = models.PositiveSmallIntegerField()
    recused = models.PositiveSmallIntegerField(db_default=0)
    abstain = models.PositiveSmallIntegerField(db_default=0)
    given = models.TextField(blank=True, db_default="")
    result = models.TextField()
    closed_session = models.BooleanField(db_default=False)
    decides = models.PositiveIntegerField(null=True)
    """The ``seq`` of the activity that says what it decided."""
    voided = models.PositiveIntegerField(null=True)
    """The ``seq`` of the entry that took it back."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "seq"], name="vote_by_one_entry"),
            models.UniqueConstraint(
                fields=["file", "date", "position"], name="vote_position_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", *(each.value for each in Result)]),
                name="vote_result_known",
            ),
        ]
        indexes = [models.Index(fields=["-date", "-id"], name="vote_by_day")]

    def __str__(self) -> str:
        return f"{self.file_id} on {self.date}"


class BallotRow(models.Model):
    """How one member voted. The vote's day stands here too, so that a member's are in order."""

    vote = models.ForeignKey(VoteRow, models.PROTECT, related_name="ballots", db_index=False)
    person = models.ForeignKey(PersonRow, models.PROTECT, related_name="ballots", db_index=False)
    seat = models.TextField(blank=True, db_default="")
    """The code of the seat that was voted for, as the source has it."""
    option = models.TextField()
    date = models.DateField()
    position = models.PositiveSmallIntegerField()
    """Its place in the roll."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "person"], name="ballot_once_a_vote"),
            models.CheckConstraint(
                condition=Q(option__in=[each.value for each in Option]), name="ballot_option_known"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-date", "-vote"], name="ballot_by_person"),
            models.Index(
                fields=["person", "option", "-date", "-vote"], name="ballot_by_person_and_option"
            ),
            models.Index(fields=["seat", "-date", "-vote"], name="ballot_by_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id} {self.person_id}: {self.option}"
