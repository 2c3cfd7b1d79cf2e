"""Who got in touch, over what and when; and what we still have to tell them."""

from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Lower, Right

from townline.contacts.rules.reach import MEDIA, PURPOSES, SILENCES, SORTED
from townline.contacts.rules.topics import DECIDED, POSITIONS, TOPIC

LAST_DIGITS = Right(
    Func(
        F("phone"),
        Value("[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    ),
    10,
)
"""The last ten digits of a telephone number, however it was written: by them it is looked for."""


class Contact(models.Model):
    """One interaction with a resident on one channel: a call, a letter, a web report."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    channel = models.TextField()
    language = models.TextField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    purpose = models.TextField(help_text="``request``, ``follow_up`` or ``inquiry``.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="contact_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=PURPOSES),
                name="contact_has_a_known_purpose",
            ),
        ]
        indexes = [models.Index(fields=["city", "started_at"], name="contact_by_time")]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Details(models.Model):
    """What identifies the resident of one contact. Nothing outside this room reads it."""

    contact = models.OneToOneField(
        Contact, models.CASCADE, primary_key=True, related_name="details"
    )
    first_name = models.TextField(blank=True)
    last_name = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    account_id = models.TextField(blank=True)
    device_id = models.TextField(blank=True)
    told_by = models.TextField(
        db_default="none", help_text="``email``, ``sms``, or ``none``: how they want to be told."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by__in=(*MEDIA, "none")), name="details_name_a_known_medium"
            )
        ]
        # Whoever signs in or writes from an address is found by it; most contacts have none.
        indexes = [
            models.Index(Lower("email"), condition=~Q(email=""), name="details_by_email"),
            models.Index(LAST_DIGITS, condition=~Q(phone=""), name="details_by_phone"),
        ]

    def __str__(self) -> str:
        return f"details of contact {self.contact_id}"


class Notice(models.Model):
    """A message owed to someone: written with the change that it announces, sent afterwards."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    medium = models.TextField(db_default="email", help_text="``email`` or ``sms``.")
    template = models.TextField()
    data = models.JSONField(default=dict)
    asked_for = models.BooleanField(
        db_default=False, help_text="The resident asked for this very message: a code to sign in."
    )
    not_before = models.DateTimeField(
        null=True, help_text="Until then it is kept back: to be withdrawn, or for quiet hours."
    )
    owed_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(db_default=0)
    try_after = models.DateTimeField()
    claimed_at = models.DateTimeField(
        null=True, help_text="A courier took it; if this stays, whether it went out is unknown."
    )
    courier = models.TextField(
        db_default="", blank=True, help_text="The database session of whoever claimed it last."
    )
    sent_at = models.DateTimeField(null=True)
    perhaps_twice = models.BooleanField(
        db_default=False, help_text="A courier died with it, so that it may have gone out before."
    )
    fault = models.TextField(db_default="", blank=True)
    given_up_at = models.DateTimeField(null=True)
    given_up_for = models.TextField(
        db_default="",
        blank=True,
        help_text="``tries``, ``refused``, ``unreachable``, ``unwanted``, ``withdrawn``,"
        " ``forgotten``, or why the address is silenced.",
    )
    provider_id = models.TextField(
        db_default="", blank=True, help_text="How the provider of text messages calls it."
    )
    delivered_at = models.DateTimeField(null=True, help_text="When the provider said so.")
    returned_at = models.DateTimeField(null=True, help_text="When it came back undelivered.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(medium__in=MEDIA), name="notice_has_a_known_medium")
        ]
        indexes = [
            models.Index(
                fields=["try_after", "id"],
                condition=Q(sent_at=None, given_up_at=None),
                name="notice_still_owed",
            ),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="notice_by_provider"
            ),
            models.Index(fields=["city", "owed_at", "id"], name="notice_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"


class Silence(models.Model):
    """An address that must not be written to any more, known by a keyed digest of it alone."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField(help_text="HMAC-SHA-256 of medium and address.")
    reason = models.TextField(help_text="``bounce``, ``unsubscribe``, ``stop`` or ``complaint``.")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "digest"], name="one_silence_an_address"),
            models.CheckConstraint(
                condition=Q(reason__in=SILENCES), name="silence_has_a_known_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"


class SignIn(models.Model):
    """A code and a link on their way to an address, and the visit that they open."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    code = models.BinaryField(help_text="HMAC-SHA-256 of key and code.")
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(db_default=0)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=F("made_at")),
                name="sign_in_opens_after_it_is_made",
            )
        ]
        indexes = [models.Index(fields=["made_at"], name="sign_in_by_time")]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Copy(models.Model):
    """A message as it went out: kept by a demonstration alone, which sends nothing outside."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="copy")
    language = models.TextField()
    subject = models.TextField(blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "copies"

    def __str__(self) -> str:
        return f"copy of notice {self.notice_id}"


class Letter(models.Model):
    """A letter or text that came in and is about no request that we know: a person sorts it."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    medium = models.TextField(help_text="``email`` or ``sms``.")
    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    photos = models.JSONField(default=list)
    digest = models.BinaryField(help_text="SHA-256 of its own name: what comes twice is kept once.")
    received_at = models.DateTimeField()
    sorted_at = models.DateTimeField(null=True)
    sorted_as = models.TextField(
        db_default="", blank=True, help_text="``assigned``, ``made``, ``answered``, ``discarded``."
    )
    reason = models.TextField(db_default="", blank=True, help_text="Why it was discarded.")
    number = models.TextField(db_default="", blank=True)
    offered = models.JSONField(
        default=list, help_text="Numbers of requests that its sender may choose from."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "digest"], name="one_letter_a_message"),
            models.CheckConstraint(condition=Q(medium__in=MEDIA), name="letter_has_a_known_medium"),
            models.CheckConstraint(
                condition=Q(sorted_as__in=("", *SORTED)), name="letter_is_sorted_as_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "id"], condition=Q(sorted_at=None), name="letter_to_be_sorted"
            ),
            models.Index(
                fields=["sorted_at"], condition=Q(sorted_at__isnull=False), name="letter_sorted"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Passkey(models.Model):
    """
    A key of a resident's device, by which it signs in for an address that was proved before.

    Its contact holds that address; the key itself is public, and of use to nobody else.
    """

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    owner = models.BinaryField(help_text="HMAC-SHA-256 of city, medium and address.")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField(help_text="Attested credential data, as WebAuthn has them.")
    sign_count = models.BigIntegerField(help_text="How often it signed, where the device counts.")
    name = models.TextField(blank=True, help_text="What the resident calls the device.")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "id"], name="passkey_by_owner")]

    def __str__(self) -> str:
        return f"passkey {self.pk}"


class Subscriber(models.Model):
    """Somebody who is told every day what is new about a topic of another room."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    topic = models.TextField(help_text="``council-file:21-0278``: what it means, its room knows.")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, help_text="When the address proved its own.")
    left_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(help_text="What happened before was told, or is too old.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__regex=TOPIC), name="subscriber_has_a_topic_of_its_form"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("asked_at")),
                name="subscriber_confirms_after_asking",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "told_until"],
                condition=Q(confirmed_at__isnull=False, left_at=None),
                name="subscriber_to_be_told",
            ),
            models.Index(
                fields=["asked_at"], condition=Q(confirmed_at=None), name="subscriber_unconfirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class Comment(models.Model):
    """What somebody wants to be read about a topic: a person decides whether it is published."""

    city = models.ForeignKey("cities.City", models.PROTECT, related_name="+", db_index=False)
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="+")
    topic = models.TextField(help_text="As for subscribers.")
    position = models.TextField(blank=True, help_text="``for``, ``against``, or nothing.")
    text = models.TextField()
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_as = models.TextField(
        db_default="", blank=True, help_text="``accepted`` or ``refused``."
    )
    decided_by = models.TextField(
        db_default="", blank=True, help_text="The member who did, as records name them."
    )
    reason = models.TextField(db_default="", blank=True, help_text="Why it was refused.")
    batch = models.TextField(
        db_default="", blank=True, help_text="With which others it is published: ``2026-11-25 AM``."
    )
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__regex=TOPIC), name="comment_has_a_topic_of_its_form"
            ),
            models.CheckConstraint(
                condition=Q(position__in=("", *POSITIONS)), name="comment_takes_a_known_position"
            ),
            models.CheckConstraint(
                condition=Q(decided_as="", decided_at=None)
                | Q(decided_as__in=DECIDED, decided_at__isnull=False),
                name="comment_is_decided_as_known",
            ),
            models.CheckConstraint(
                condition=~Q(decided_as="refused") | ~Q(reason=""),
                name="comment_is_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(batch="") | Q(decided_as="accepted"),
                name="comment_is_published_once_accepted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "id"], condition=Q(decided_at=None), name="comment_undecided"
            ),
            models.Index(
                fields=["city", "topic", "id"],
                condition=Q(decided_as="accepted", published_at=None),
                name="comment_to_be_published",
            ),
            models.Index(
                fields=["decided_at"], condition=Q(decided_at__isnull=False), name="comment_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
