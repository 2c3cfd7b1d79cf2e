"""The two writes of this room that other statements call, so that no column of it leaves it."""

from django.db import migrations

HEAR = """
CREATE FUNCTION contacts_hear(
  city_id bigint, channel text, language text, at timestamptz, purpose text, details jsonb
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  WITH contact AS (
    INSERT INTO contacts_contact (city_id, channel, language, started_at, ended_at, purpose)
    VALUES ($1, $2, $3, $4, $4, $5) RETURNING id
  ), kept AS (
    INSERT INTO contacts_details
      (contact_id, first_name, last_name, email, phone, account_id, device_id)
    SELECT contact.id, coalesce($6->>'first_name', ''), coalesce($6->>'last_name', ''),
           coalesce($6->>'email', ''), coalesce($6->>'phone', ''),
           coalesce($6->>'account_id', ''), coalesce($6->>'device_id', '')
    FROM contact WHERE $6 IS NOT NULL
  )
  SELECT id FROM contact
$$
"""

OWE = """
CREATE FUNCTION contacts_owe(
  city_id bigint, contact_id bigint, template text, data jsonb, at timestamptz
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  INSERT INTO contacts_notice (city_id, contact_id, template, data, owed_at, try_after)
  VALUES ($1, $2, $3, $4, $5, $5) RETURNING id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_contacts_and_notices")]
    operations = [
        migrations.RunSQL(HEAR, "DROP FUNCTION contacts_hear"),
        migrations.RunSQL(OWE, "DROP FUNCTION contacts_owe"),
    ]
