"""Calls that a carrier carries: what it told us of each, once, and what it is asked to do."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from townline.contacts.models.agents import Agent
from townline.contacts.models.reaching import Contact
from townline.contacts.models.recordings import Recording
from townline.contacts.models.turns import Turn
from townline.contacts.rules.carried import Doing, Errand, Way, Wish
from townline.record.models import Entry


class VoiceRow(models.Model):
    """How calls are answered, as one edition says it; ``data`` is the whole of it."""

    edition = models.OneToOneField(
        "cities.Edition", models.PROTECT, primary_key=True, related_name="+"
    )
    data = models.JSONField(help_text="A ``Voice``.")

    def __str__(self) -> str:
        return f"voice of {self.edition_id}"


class AgentPhone(models.Model):
    """The telephone at which an agent takes calls of a carrier: shown to nobody else."""

    agent = models.OneToOneField(Agent, models.CASCADE, primary_key=True, related_name="phone")
    number = models.TextField()

    def __str__(self) -> str:
        return f"telephone of agent {self.agent_id}"


class CarrierCall(models.Model):
    """A call that a carrier carries; the number of the other side lies with its contact."""

    contact = models.OneToOneField(
        Contact, models.PROTECT, primary_key=True, related_name="carried", db_column="id"
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True)
    """How its record calls it; no telephone number."""
    way = models.TextField()
    sid = models.TextField(
        db_default="", blank=True, help_text="How the carrier calls it; empty until it is started."
    )
    line = models.TextField(help_text="The number of the city that was called, or calls.")
    language = models.TextField()
    relay = models.BooleanField(
        db_default=False, help_text="By a relay service (711) or a TTY: it takes its own time."
    )
    withheld = models.BooleanField(db_default=False)
    doing = models.TextField()
    step = models.PositiveIntegerField(db_default=0, help_text="Grows with every answer of ours.")
    stand = models.JSONField(default=dict, help_text="Where in the menu; a ``Stand``.")
    agent = models.ForeignKey(
        Agent, models.PROTECT, null=True, related_name="+", db_index=False,
        help_text="Whom it is joined with, or about to be.",
    )  # fmt: skip
    about = models.TextField(
        db_default="", blank=True, help_text="The request over which the city calls."
    )
    calls_back = models.ForeignKey(
        Turn, models.PROTECT, null=True, related_name="called_by",
        help_text="The contact that was promised this call.",
    )  # fmt: skip
    heard_to = models.IntegerField(
        db_default=-1, help_text="The highest sequence number that the carrier has told."
    )
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="When the carrier was last heard of it.")
    joined_at = models.DateTimeField(null=True, help_text="The first time.")
    ended_at = models.DateTimeField(null=True)
    ended_as = models.TextField(db_default="", blank=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "sid"], condition=~Q(sid=""), name="one_call_a_sid"
            ),
            models.UniqueConstraint(
                fields=["agent"],
                condition=Q(way=str(Way.OUT)) & ~Q(doing=str(Doing.OVER)),
                name="one_call_out_an_agent",
            ),
            models.CheckConstraint(
                condition=Q(doing__in=[str(each) for each in Doing]), name="call_is_somewhere_known"
            ),
            models.CheckConstraint(
                condition=Q(way__in=[str(each) for each in Way]), name="call_goes_in_or_out"
            ),
            models.CheckConstraint(
                condition=Q(doing=str(Doing.OVER), ended_at__gte=F("began_at"))
                | (~Q(doing=str(Doing.OVER)) & Q(ended_at=None)),
                name="call_that_is_over_has_an_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city"], condition=~Q(doing=str(Doing.OVER)), name="carried_call_under_way"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CarrierCallEntry(Entry):
    """One line of a call's history."""

    subject = models.ForeignKey(CarrierCall, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        verbose_name_plural = "carrier call entries"
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_call_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="call_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"


class CarrierCallback(models.Model):
    """Something that the carrier told of a call: kept once, with what it was answered."""

    call = models.ForeignKey(CarrierCall, models.PROTECT, related_name="callbacks", db_index=False)
    name = models.TextField(help_text="What makes it the same one when it comes twice.")
    at = models.DateTimeField()
    said = models.JSONField(default=dict, help_text="Never a telephone number, never keys.")
    answer = models.TextField(db_default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="one_callback_a_name")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.name}"


class CarrierDemand(models.Model):
    """What the carrier is to be asked: written with the change, asked after it; the row queues."""

    call = models.ForeignKey(CarrierCall, models.PROTECT, related_name="demands")
    wish = models.TextField()
    made_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(db_default=0)
    try_after = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    fault = models.TextField(db_default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wish__in=[str(each) for each in Wish]), name="demand_has_a_known_wish"
            )
        ]
        indexes = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(done_at=None, given_up_at=None),
                name="demand_to_be_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.call_id}"


class CarrierRecording(models.Model):
    """
    A message that a caller left: it is brought from the carrier, and removed there; the row queues.
    """

    call = models.ForeignKey(CarrierCall, models.PROTECT, related_name="recordings")
    contact = models.OneToOneField(
        Contact, models.PROTECT, null=True, related_name="message",
        help_text="As which it waits to be heard, apart from the call that is over.",
    )  # fmt: skip
    sid = models.TextField(unique=True)
    url = models.TextField(help_text="As the carrier says it; never asked: it could lead anywhere.")
    seconds = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    recording = models.OneToOneField(
        Recording, models.PROTECT, null=True, related_name="carried",
        help_text="As which it is kept here; one of before sounds were brought has none.",
    )  # fmt: skip
    errand = models.TextField(db_default=str(Errand.FETCH))
    tried = models.PositiveSmallIntegerField(db_default=0)
    try_after = models.DateTimeField(db_default=Now())
    given_up_at = models.DateTimeField(null=True)
    fault = models.TextField(db_default="", blank=True)
    removed_at = models.DateTimeField(null=True, help_text="Since when the carrier has no copy.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(errand__in=[str(each) for each in Errand]), name="errand_is_known"
            )
        ]
        indexes = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(given_up_at=None) & ~Q(errand=str(Errand.NOTHING)),
                name="errand_to_be_run",
            )
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"
