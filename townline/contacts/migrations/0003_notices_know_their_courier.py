"""Which session has a notice: so that one whose courier died goes out at the next round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_hear_and_owe")]
    operations = [
        migrations.AddField(
            "notice",
            "courier",
            models.TextField(
                db_default="",
                blank=True,
                help_text="The database session of whoever claimed it last.",
            ),
        ),
    ]
