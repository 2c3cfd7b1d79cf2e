"""What agents add to a contact: their notes, and marks."""

from django.db import models
from django.db.models import Q

from townline.contacts.models.agents import Agent
from townline.contacts.models.turns import Turn
from townline.contacts.rules.noting import Given, Mark


class Note(models.Model):
    """What one agent writes down of a contact; kept as it is typed, erased with the caller."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="notes", db_index=False)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "agent"], name="one_note_an_agent"),
            models.CheckConstraint(
                condition=Q(changed_at__gte=models.F("begun_at")),
                name="note_changes_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"notes of {self.agent_id} on {self.turn_id}"


class Marked(models.Model):
    """That a contact is an emergency, or came through a relay or a text telephone."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="marks", db_index=False)
    kind = models.TextField()
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "marked"
        constraints = [
            models.UniqueConstraint(fields=["turn", "kind"], name="one_mark_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in Mark]), name="mark_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} {self.kind}"


class AnswerGiven(models.Model):
    """That somebody was given one of the city's answers during a contact."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="answers", db_index=False)
    code = models.TextField()
    language = models.TextField()
    how = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "answers given"
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=[str(each) for each in Given]), name="answer_given_as_known"
            )
        ]
        indexes = [models.Index(fields=["turn"], name="answer_given_in")]

    def __str__(self) -> str:
        return f"{self.code} in {self.turn_id}"
