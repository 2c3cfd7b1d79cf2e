"""All crossings of one street are asked for, whichever of the two it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("geography", "0002_nearest_addresses")]
    operations = [
        migrations.AddIndex(
            model_name="crossing",
            index=models.Index(fields=["gazetteer", "key_b"], name="crossing_by_other_street"),
        ),
    ]
