"""What a reporter agrees to is entered in the statement that writes what they report."""

from django.db import migrations

AGREE = """
CREATE FUNCTION contacts_agree(
  city_id bigint, edition_id bigint, contact_id bigint, agreed_to text, words text, language text,
  said_by text, at timestamptz
) RETURNS bigint LANGUAGE sql VOLATILE AS $$
  INSERT INTO contacts_consent
    (city_id, edition_id, contact_id, "to", given, words, language, by, at)
  VALUES ($1, $2, $3, $4, true, $5, $6, $7, $8)
  RETURNING id
$$
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0027_emergencies_go_first")]

    operations = [migrations.RunSQL(AGREE, "DROP FUNCTION contacts_agree")]
