"""Tables of staff: departments and calendars of each edition, members, keys and their limits."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT

from townline.record.models import Entry
from townline.staff.rules.scopes import SCOPES
from townline.staff.verbs import MEMBER_ROLES


class DepartmentRow(models.Model):
    """A department as one edition gives it; ``data`` is the whole ``Department``."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        db_table = "staff_department"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="department_code_once"),
            models.CheckConstraint(
                condition=Q(code=KT("data__code")), name="department_is_its_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PartnerRow(models.Model):
    """Another organisation as one edition names it; ``data`` is the whole ``Partner``."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        db_table = "staff_partner"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="partner_code_once"),
            models.CheckConstraint(condition=Q(code=KT("data__code")), name="partner_is_its_code"),
        ]

    def __str__(self) -> str:
        return self.code


class CalendarRow(models.Model):
    """A working week as one edition gives it."""

    edition = models.ForeignKey("cities.Edition", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        db_table = "staff_calendar"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="calendar_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Member(models.Model):
    """Someone who works for a city: a login with departments and roles."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200)
    """How the record names them."""
    departments = ArrayField(models.CharField(max_length=60))
    """Codes; ``*`` means all."""
    roles = ArrayField(models.CharField(max_length=20))
    demo = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    disabled_at = models.DateTimeField(null=True)
    disabled_by = models.CharField(max_length=200, blank=True)
    number = models.TextField(unique=True)
    """What addresses and the record call them: a user name may be somebody's e-mail address."""
    link_digest = models.BinaryField(null=True, unique=True)
    """SHA-256 of the secret of the link by which they may choose a password, once."""
    link_expires_at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=bytes(32))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link_digest=None, link_expires_at=None)
                | Q(link_digest__isnull=False, link_expires_at__isnull=False),
                name="member_link_expires",
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[str(role) for role in MEMBER_ROLES])
                & Q(roles__len__gte=1),
                name="member_has_roles_of_staff",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="member_has_a_label"),
            models.CheckConstraint(
                condition=Q(disabled_at=None) | Q(disabled_at__gte=F("added_at")),
                name="member_disabled_after_added",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Duty(models.Model):
    """What a member takes on: in which crews, how much at once, and when they are away."""

    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, primary_key=True, related_name="duty"
    )
    crews = ArrayField(models.CharField(max_length=100), default=list)
    capacity = models.PositiveSmallIntegerField(null=True)
    """How many open requests a rule may give them; None where only people give them any."""
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    """The last day away."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=F("away_from")),
                name="duty_away_from_a_day_to_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"duty of {self.member_id}"


class SavedFilter(models.Model):
    """A worklist that a member looks at often: what it is narrowed to, under a name."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    """As the address of the worklist holds it."""
    department = models.CharField(max_length=60, blank=True, db_default="")
    """Whose members see it as well; empty where it is the member's alone."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="one_filter_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="filter_has_a_name"),
        ]
        indexes = [
            models.Index(
                fields=["department"], condition=~Q(department=""), name="filter_of_department"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberEntry(Entry):
    """One line of the history of somebody who works for a city."""

    subject = models.ForeignKey(Member, models.PROTECT, related_name="entries", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_member_entry_a_seq")
        ]
        indexes = [models.Index(fields=["xid"], name="member_entry_by_transaction")]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.seq} {self.verb}"


class ApiKey(models.Model):
    """A key by which a program of others speaks to a city; the key itself is not kept."""

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=12)
    """The first characters of the key, to tell one from another."""
    key_hash = models.CharField(max_length=64)
    """SHA-256 of the key, in hexadecimal."""
    scopes = ArrayField(models.CharField(max_length=40))
    limit_per_minute = models.PositiveIntegerField()
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoked_notice = models.TextField(blank=True)
    """What a program is told that still comes with the key."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "key_hash"], name="key_once_a_city"),
            models.UniqueConstraint(
                fields=["city", "name"], condition=Q(revoked_at=None), name="key_name_once_in_force"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & Q(scopes__len__gte=1),
                name="key_has_known_scopes",
            ),
            models.CheckConstraint(condition=Q(limit_per_minute__gte=1), name="key_has_a_limit"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("created_at")),
                name="key_revoked_after_created",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Bucket(models.Model):
    """A token bucket of whoever is limited; unlogged, so empty after a crash of the database."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    refilled_at = models.DateTimeField()
    taken = models.PositiveIntegerField()
    """How many tokens the last one who asked was given."""

    def __str__(self) -> str:
        return self.key_hash


class Mailing(models.Model):
    """Where a member is written to by the desk, and of what: they say so themselves."""

    member = models.OneToOneField(
        Member, on_delete=models.PROTECT, primary_key=True, related_name="mailing"
    )
    email = models.TextField(blank=True)
    escalations = models.BooleanField(default=True)
    """Whether what is escalated to them comes by e-mail too, where its ladder says so."""
    digests = ArrayField(models.CharField(max_length=60), default=list)
    """The departments whose daily digest they want."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digests=[]) | ~Q(email=""), name="digests_go_to_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"mailing of {self.member_id}"
