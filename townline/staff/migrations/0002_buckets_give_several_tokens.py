"""A bucket gives several tokens at once, and says how many it gave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_departments_members_and_keys")]
    operations = [
        migrations.RemoveField(model_name="bucket", name="admitted"),
        migrations.AddField(
            model_name="bucket",
            name="taken",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
    ]
