"""Meetings, the items they are to take up, their agendas as posted, and their record."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from townline.council.models.bodies import BodyRow
from townline.council.models.files import CouncilFile
from townline.council.rules.meetings import Status
from townline.council.rules.notice import Kind
from townline.record.models import Entry


class Meetings(models.QuerySet["MeetingRow"]):
    """Which meetings."""

    def held(self, city_id: int, code: str) -> "MeetingRow":
        """Return the meeting with its row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).get(city_id=city_id, code=code)


class MeetingRow(models.Model):
    """A meeting of a body. All but the key is a cache of its record."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    number = models.TextField(unique=True, db_collation="C")
    """Its name in the record: city and code."""
    code = models.TextField(db_collation="C")
    """Its name in addresses, e.g. ``2025-10-28-council``; it stays when the meeting is moved."""
    body = models.ForeignKey(BodyRow, models.PROTECT, null=True, related_name="+")
    """None where an import did not say whose it was."""
    starts_at = models.DateTimeField()
    day = models.DateField()
    """The day on which it begins in the city's zone."""
    kind = models.TextField(db_default=Kind.REGULAR.value)
    status = models.TextField(db_default=Status.TENTATIVE.value)
    location = models.TextField(blank=True, db_default="")
    video = models.TextField(blank=True, db_default="")
    origin = models.TextField(db_default="live")
    external = models.JSONField(default=dict)
    """Its numbers in other systems, by their name."""
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(db_default=0, default=0)
    """The version of its agenda that was posted last; 0: none."""
    present = ArrayField(models.TextField(), default=list)
    """Codes of those who were there, once it was held."""
    absent = ArrayField(models.TextField(), default=list)
    changed_at = models.DateTimeField()
    seq = models.PositiveIntegerField(db_default=0, default=0)
    head = models.BinaryField(default=bytes(32))

    objects = Meetings.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="meeting_code_once"),
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in Status]),
                name="meeting_status_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in Kind]), name="meeting_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "-starts_at", "-id"], name="meeting_by_time"),
            models.Index(fields=["body", "-starts_at", "-id"], name="meeting_by_body"),
            models.Index(fields=["city", "changed_at", "id"], name="meeting_by_moment"),
        ]

    def __str__(self) -> str:
        return self.code


class AgendaItemRow(models.Model):
    """An item that a meeting is to take up. What was posted of it is in the agenda's versions."""

    meeting = models.ForeignKey(MeetingRow, models.PROTECT, related_name="items", db_index=False)
    file = models.ForeignKey(CouncilFile, models.PROTECT, null=True, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    number = models.TextField(blank=True, db_default="")
    section = models.TextField()
    caption = models.TextField()
    recommendation = models.TextField(blank=True, db_default="")
    votes = models.PositiveSmallIntegerField(db_default=0)
    consent = models.BooleanField(db_default=False)
    special_by = models.TextField(blank=True, db_default="")
    districts = ArrayField(models.TextField(), default=list)
    time_limit_date = models.DateField(null=True)
    last_day_date = models.DateField(null=True)
    statements = models.JSONField(default=list)
    removed = models.BooleanField(db_default=False)
    """Taken off before it was posted, or in a later version."""
    external = models.TextField(blank=True, db_default="")
    """Its key in the system that it came from."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "file"],
                condition=Q(removed=False) & Q(external=""),
                name="file_once_an_agenda",
            ),
            models.CheckConstraint(condition=~Q(caption=""), name="item_says_what_it_is"),
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="item_by_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.number}"


class AgendaVersionRow(models.Model):
    """An agenda as it was posted; the database lets nobody alter it."""

    meeting = models.ForeignKey(MeetingRow, models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    posted_at = models.DateTimeField()
    posted_by = models.TextField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    """SHA-256 of the snapshot's JSON."""
    notice_kind = models.TextField()
    """By whose hours it was in time."""
    notice_hours = models.FloatField()
    """How many hours before the meeting it was posted."""
    notice_needed = models.PositiveSmallIntegerField()
    places = ArrayField(models.TextField(), default=list)
    reason = models.TextField(blank=True, db_default="")
    """Why there is another version."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="agenda_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="agenda_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} version {self.version}"


class MeetingStepRow(models.Model):
    """Something that the clerk noted while the meeting is held; it can be taken back."""

    meeting = models.ForeignKey(MeetingRow, models.PROTECT, related_name="steps", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.TextField()
    data = models.JSONField(default=dict)
    undone = models.BooleanField(db_default=False, default=False)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="step_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.position} {self.kind}"


class MeetingEntry(Entry):
    """One line of a meeting's record."""

    subject = models.ForeignKey(MeetingRow, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_meeting_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="meeting_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"
