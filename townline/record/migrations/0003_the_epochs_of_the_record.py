"""In which database clusters the record has lived: numbers of transactions mean nothing elsewhere."""

from django.db import migrations, models

from townline.record.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("record", "0002_roots_are_append_only")]
    operations = [
        migrations.CreateModel(
            "Epoch",
            [
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("system", models.TextField(help_text="The database cluster it was in.")),
                ("began_at", models.DateTimeField()),
            ],
        ),
        AppendOnly("record_epoch"),
        migrations.AddField(
            "root",
            "epoch",
            models.SmallIntegerField(
                db_default=1, help_text="The epoch whose transactions it counts."
            ),
        ),
    ]
