"""What is near a new report is asked by service, place and time: one index holds all three."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_an_index_for_each_way_to_ask")]
    operations = [
        migrations.RemoveIndex(model_name="servicerequest", name="request_open_place"),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["city", "service_code", "lat", "lon", "requested_at"],
                condition=models.Q(
                    hidden=False,
                    lat__isnull=False,
                    status__in=["open", "in_progress", "waiting", "paused"],
                ),
                name="request_open_near",
            ),
        ),
    ]
