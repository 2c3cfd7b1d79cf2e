"""What was recorded: pieces on disk, encrypted; who listened; voice messages to be returned."""

from django.db import models
from django.db.models import Q

from townline.contacts.models.reaching import Contact
from townline.contacts.rules.recording import ANSWERED, CALL, KINDS, OUTCOMES
from townline.record.models import Entry

UNDER_WAY = Q(ended_at=None)


class Recording(models.Model):
    """A call that is recorded, or a voice message; the sound lies in the home, never here."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    number = models.TextField(unique=True)
    """How its record and its folder are called; says nothing about anybody."""
    kind = models.TextField()
    form = models.TextField(help_text="What a browser calls this kind of file: `audio/webm`.")
    begun_at = models.DateTimeField()
    agent = models.TextField(blank=True, help_text="Who records, as records name them.")
    pieces = models.PositiveIntegerField(db_default=0)
    size = models.PositiveBigIntegerField(db_default=0, help_text="Bytes, as they were sent.")
    heard_at = models.DateTimeField(help_text="When the last piece came.")
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    whole = models.BooleanField(db_default=False, help_text="The last piece came too.")
    removed_at = models.DateTimeField(null=True, help_text="Since when the sound is gone.")
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="recording_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(whole=False) | Q(ended_at__isnull=False),
                name="recording_is_whole_once_it_ended",
            ),
            models.UniqueConstraint(
                fields=["contact"], condition=UNDER_WAY, name="one_recording_at_a_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "ended_at"], condition=Q(removed_at=None), name="recording_kept"
            ),
            models.Index(fields=["city", "heard_at"], condition=UNDER_WAY, name="recording_open"),
            models.Index(
                fields=["city", "begun_at", "id"], condition=Q(kind=CALL), name="recording_of_calls"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RecordingEntry(Entry):
    """One line of what happened to a recording: who began it, who listened, when it went."""

    subject = models.ForeignKey(Recording, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_recording_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="recording_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"


class Voicemail(models.Model):
    """A voice message that somebody has to return."""

    recording = models.OneToOneField(
        Recording, models.PROTECT, primary_key=True, related_name="voicemail"
    )
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    queue = models.TextField()
    language = models.TextField()
    left_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(db_default="", blank=True)
    done_by = models.TextField(db_default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="")
                | Q(done_at__isnull=False, outcome__in=(*OUTCOMES, ANSWERED)),
                name="voicemail_is_done_as_known",
            )
        ]
        indexes = [
            models.Index(
                fields=["city", "left_at"], condition=Q(done_at=None), name="voicemail_to_return"
            ),
            models.Index(
                fields=["city", "done_at"],
                condition=Q(done_at__isnull=False),
                name="voicemail_done",
            ),
        ]

    def __str__(self) -> str:
        return f"voicemail {self.recording_id}"


class Interpreting(models.Model):
    """Another agent is asked to interpret on a call, and does so beside the one who has it."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", db_index=False)
    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey("contacts.Agent", models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(help_text="Of its leg.")
    asked_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=Q(left_at=None), name="one_interpreting_an_agent"
            )
        ]
        indexes = [
            models.Index(fields=["contact"], condition=Q(left_at=None), name="interpreting_now")
        ]

    def __str__(self) -> str:
        return f"interpreting {self.pk}"
