"""Contacts that somebody answers: their turn in a queue, their legs, and what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from townline.contacts.models.agents import Agent
from townline.contacts.models.reaching import Contact
from townline.contacts.rules.course import HELD, End, State
from townline.contacts.rules.decided import What
from townline.contacts.rules.legs import KINDS
from townline.contacts.rules.queueing import Medium
from townline.record.models import Entry

SPOKEN = Q(medium=str(Medium.VOICE))
WAITS = Q(state=str(State.WAITING))
OFFERED = Q(state=str(State.OFFERED))
HAS = Q(state__in=[str(each) for each in HELD])


class Turn(models.Model):
    """The course of one contact: where it waits, who has it, how it ended."""

    contact = models.OneToOneField(
        Contact, models.PROTECT, primary_key=True, related_name="turn", db_column="id"
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True)
    """How its record calls it."""
    medium = models.TextField()
    centre = models.TextField()
    queue = models.TextField()
    language = models.TextField()
    needs = ArrayField(models.TextField(), default=list)
    state = models.TextField()
    since = models.DateTimeField(help_text="When it began to wait in its queue.")
    place = models.DateTimeField(help_text="By which it goes before others: the earlier first.")
    reserve_until = models.DateTimeField(
        null=True, help_text="Until then it is not offered to who is kept for another language."
    )
    ring_s = models.PositiveSmallIntegerField(help_text="How long an offer of it stands.")
    passed = ArrayField(models.BigIntegerField(), default=list)
    """Agents who were offered it and did not answer."""
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+", db_index=False)
    offer_ends_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="The first time.")
    ended_as = models.TextField(db_default="", blank=True)
    disposition = models.TextField(db_default="", blank=True)
    """What it was about, and how it ended, from the city's list."""
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="The one that was given up shortly before, whose place it has.",
    )  # fmt: skip
    ordinal = models.PositiveIntegerField(
        db_default=1, help_text="The how-many-th of the same number within thirty days."
    )
    way_out = models.TextField(
        db_default="", blank=True,
        help_text="What the resident is asked about instead of waiting on.",
    )  # fmt: skip
    callback = models.BooleanField(
        db_default=False, help_text="It waits without the resident, whom an agent calls."
    )
    attempts = models.PositiveSmallIntegerField(db_default=0, help_text="Called so often in vain.")
    not_before = models.DateTimeField(null=True, help_text="Offered to nobody until then.")
    wake_at = models.DateTimeField(
        null=True, help_text="When it may suit somebody whom it does not suit now."
    )
    promised_from = models.DateTimeField(null=True)
    promised_until = models.DateTimeField(null=True)
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="asked", db_index=False,
        help_text="The contact that its agent asks another about.",
    )  # fmt: skip
    done_at = models.DateTimeField(
        null=True, help_text="When nobody had anything more to do with it."
    )
    legs_so_far = models.PositiveSmallIntegerField(db_default=0)
    simulated = models.BooleanField(db_default=False)
    grave = models.BooleanField(
        db_default=False, help_text="Marked as an emergency: its place is ahead of others."
    )
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(each) for each in State]), name="turn_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(medium__in=[str(each) for each in Medium]),
                name="turn_has_a_known_medium",
            ),
            models.CheckConstraint(
                condition=Q(HAS, agent__isnull=False) | Q(~HAS, agent=None),
                name="turn_has_an_agent_while_one_has_it",
            ),
            models.CheckConstraint(
                condition=Q(OFFERED, offer_ends_at__isnull=False) | Q(~OFFERED, offer_ends_at=None),
                name="turn_has_an_end_of_its_offer",
            ),
            models.CheckConstraint(
                condition=Q(ended_as__in=("", *map(str, End))), name="turn_ends_as_known"
            ),
            models.CheckConstraint(
                condition=Q(callback=False, attempts=0) | Q(promised_until__isnull=False),
                name="turn_says_when_we_call",
            ),
            models.UniqueConstraint(
                fields=["agent"],
                condition=Q(HAS, medium=str(Medium.VOICE)),
                name="one_voice_an_agent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "centre", "place", "contact"], condition=WAITS, name="turn_waits"
            ),
            models.Index(
                fields=["city", "centre", "wake_at"],
                condition=Q(WAITS, wake_at__isnull=False),
                name="turn_wakes",
            ),
            models.Index(
                fields=["city", "queue", "done_at"],
                condition=Q(done_at__isnull=False),
                name="turn_done",
            ),
            models.Index(
                fields=["about"], condition=Q(about__isnull=False), name="turn_asked_about"
            ),
            models.Index(fields=["agent"], condition=HAS, name="turn_of_agent"),
            models.Index(fields=["city", "offer_ends_at"], condition=OFFERED, name="turn_offered"),
        ]

    def __str__(self) -> str:
        return self.number


class TurnEntry(Entry):
    """One line of a contact's history."""

    subject = models.ForeignKey(Turn, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_turn_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="turn_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"


class Leg(models.Model):
    """A stretch of a contact: in a queue, with an agent; who was on it, and how it ended."""

    turn = models.ForeignKey(Turn, models.PROTECT, related_name="legs", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.TextField()
    queue = models.TextField()
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.TextField(db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "position"], name="one_leg_a_position"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="leg_has_a_known_kind"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="leg_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="leg_says_how_it_ended",
            ),
        ]
        indexes = [models.Index(fields=["started_at"], name="leg_by_start")]

    def __str__(self) -> str:
        return f"{self.turn_id}/{self.position} {self.kind}"


class Decided(models.Model):
    """
    What the queue heard and decided, in the order in which it did.

    Written while the queues of the centre are held, so that the order of the keys is the true one:
    by it every decision can be repeated by the plain rule. Its keys are not checked: it is written
    with every step, together with the rows that it names, which are never removed.
    """

    city = models.ForeignKey(
        "cities.City", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    centre = models.TextField()
    at = models.DateTimeField()
    what = models.TextField()
    turn = models.ForeignKey(
        Turn, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    data = models.JSONField(default=dict, help_text="What the rule sees of it from now on.")

    class Meta:
        verbose_name_plural = "decided"
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=[str(each) for each in What]), name="decided_something_known"
            )
        ]
        indexes = [
            models.Index(fields=["city", "centre", "id"], name="decided_in_order"),
            models.Index(
                fields=["agent", "at"], condition=Q(what=str(What.AGENT)), name="decided_of_agent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
