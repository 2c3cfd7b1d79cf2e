"""Contacts and notices are written with every report: two indexes less, by which nothing is found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0001_cities_have_editions"),
        ("contacts", "0003_notices_know_their_courier"),
    ]
    operations = [
        migrations.AlterField(
            model_name=name,
            name="city",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cities.city",
            ),
        )
        for name in ("contact", "notice")
    ]
