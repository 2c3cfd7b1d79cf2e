"""Tables of staff: departments and calendars of each edition, members, keys and their limits."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT

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

    class Meta:
        constraints = [
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
