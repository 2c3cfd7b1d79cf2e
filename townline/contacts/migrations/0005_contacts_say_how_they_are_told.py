"""By which medium a contact is told, what becomes of a notice, and who is written to no more."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

MEDIA = ("email", "sms")

TOLD = """
UPDATE contacts_details SET told_by = 'email' WHERE email <> ''
"""

HEAR = """
CREATE OR REPLACE FUNCTION contacts_hear(
  city_id bigint, channel text, language text, at timestamptz, purpose text, details jsonb
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  WITH contact AS (
    INSERT INTO contacts_contact (city_id, channel, language, started_at, ended_at, purpose)
    VALUES ($1, $2, $3, $4, $4, $5) RETURNING id
  ), given AS (
    SELECT coalesce($6->>'email', '') AS email, coalesce($6->>'phone', '') AS phone,
           coalesce(nullif($6->>'told_by', ''),
                    CASE WHEN coalesce($6->>'email', '') <> '' THEN 'email' ELSE 'none' END) AS wish
  ), kept AS (
    INSERT INTO contacts_details
      (contact_id, first_name, last_name, email, phone, account_id, device_id, told_by)
    SELECT contact.id, coalesce($6->>'first_name', ''), coalesce($6->>'last_name', ''),
           given.email, given.phone,
           coalesce($6->>'account_id', ''), coalesce($6->>'device_id', ''),
           CASE WHEN (wish = 'email' AND email = '') OR (wish = 'sms' AND phone = '')
                THEN 'none' ELSE wish END
    FROM contact, given WHERE $6 IS NOT NULL
  )
  SELECT id FROM contact
$$
"""

OWE = """
CREATE FUNCTION contacts_owe(
  city_id bigint, contact_id bigint, template text, data jsonb, at timestamptz,
  not_before timestamptz DEFAULT NULL, asked_for boolean DEFAULT false
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  INSERT INTO contacts_notice
    (city_id, contact_id, medium, template, data, owed_at, try_after, not_before, asked_for)
  SELECT $1, $2, d.told_by, $3, $4, $5, $5, $6, $7
  FROM contacts_details d WHERE d.contact_id = $2 AND d.told_by <> 'none'
  RETURNING id
$$
"""

OLD_OWE = """
CREATE FUNCTION contacts_owe(
  city_id bigint, contact_id bigint, template text, data jsonb, at timestamptz
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  INSERT INTO contacts_notice (city_id, contact_id, template, data, owed_at, try_after)
  VALUES ($1, $2, $3, $4, $5, $5) RETURNING id
$$
"""


def _notice(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField("notice", name, field)


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0001_cities_have_editions"),
        ("contacts", "0004_no_index_that_nothing_asks"),
    ]
    operations = [
        migrations.AddField(
            "details",
            "told_by",
            models.TextField(
                db_default="none",
                help_text="``email``, ``sms``, or ``none``: how they want to be told.",
            ),
        ),
        migrations.RunSQL(TOLD, migrations.RunSQL.noop),
        _notice("medium", models.TextField(db_default="email", help_text="``email`` or ``sms``.")),
        _notice(
            "asked_for",
            models.BooleanField(
                db_default=False,
                help_text="The resident asked for this very message: a code to sign in.",
            ),
        ),
        _notice(
            "not_before",
            models.DateTimeField(
                null=True,
                help_text="Until then it is kept back: to be withdrawn, or for quiet hours.",
            ),
        ),
        _notice(
            "given_up_for",
            models.TextField(
                blank=True,
                db_default="",
                help_text="``tries``, ``refused``, ``unreachable``, ``unwanted``, ``withdrawn``,"
                " ``forgotten``, or why the address is silenced.",
            ),
        ),
        _notice(
            "provider_id",
            models.TextField(
                blank=True, db_default="", help_text="How the provider of text messages calls it."
            ),
        ),
        _notice(
            "delivered_at",
            models.DateTimeField(null=True, help_text="When the provider said so."),
        ),
        _notice(
            "returned_at",
            models.DateTimeField(null=True, help_text="When it came back undelivered."),
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.BinaryField(help_text="HMAC-SHA-256 of medium and address.")),
                ("reason", models.TextField(help_text="``bounce``, ``unsubscribe``, ``stop`` or ``complaint``.")),
                ("since", models.DateTimeField()),
                ("city", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cities.city")),
            ],
        ),
        migrations.AddConstraint(
            "silence",
            models.UniqueConstraint(fields=("city", "digest"), name="one_silence_an_address"),
        ),
        migrations.AddConstraint(
            "silence",
            models.CheckConstraint(
                condition=models.Q(reason__in=("bounce", "unsubscribe", "stop", "complaint")),
                name="silence_has_a_known_reason",
            ),
        ),
        migrations.AddConstraint(
            "details",
            models.CheckConstraint(
                condition=models.Q(told_by__in=(*MEDIA, "none")),
                name="details_name_a_known_medium",
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=models.Q(medium__in=MEDIA), name="notice_has_a_known_medium"
            ),
        ),
        migrations.AddIndex(
            "details",
            models.Index(
                django.db.models.functions.text.Lower("email"),
                condition=~models.Q(email=""),
                name="details_by_email",
            ),
        ),
        migrations.AddIndex(
            "details",
            models.Index(
                django.db.models.functions.text.Right(
                    models.Func(
                        models.F("phone"),
                        models.Value("[^0-9]"),
                        models.Value(""),
                        models.Value("g"),
                        function="regexp_replace",
                        output_field=models.TextField(),
                    ),
                    10,
                ),
                condition=~models.Q(phone=""),
                name="details_by_phone",
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["provider_id"],
                condition=~models.Q(provider_id=""),
                name="notice_by_provider",
            ),
        ),
        migrations.AddIndex(
            "notice", models.Index(fields=["city", "owed_at", "id"], name="notice_by_time")
        ),
        migrations.RunSQL(HEAR, migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP FUNCTION contacts_owe(bigint, bigint, text, jsonb, timestamptz)", OLD_OWE
        ),
        migrations.RunSQL(
            OWE,
            "DROP FUNCTION contacts_owe"
            "(bigint, bigint, text, jsonb, timestamptz, timestamptz, boolean)",
        ),
    ]
