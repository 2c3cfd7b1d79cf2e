from django.db import migrations

from townline.record.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0001_service_requests_and_their_record"),
        ("record", "0002_roots_are_append_only"),
    ]
    operations = [
        AppendOnly("requests_requestentry"),
        migrations.RunSQL(
            "CREATE SEQUENCE requests_number START 100001",
            "DROP SEQUENCE requests_number",
        ),
    ]
