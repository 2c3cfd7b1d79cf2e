"""An entry says in which epoch it was written: its transaction's number means something there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0004_open_requests_by_service_and_place"),
        ("record", "0003_the_epochs_of_the_record"),
    ]
    operations = [
        migrations.AddField(
            "requestentry",
            "epoch",
            models.SmallIntegerField(
                db_default=1, help_text="The epoch of the record that its transaction is of."
            ),
        ),
    ]
