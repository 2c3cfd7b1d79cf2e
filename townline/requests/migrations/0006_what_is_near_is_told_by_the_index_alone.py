"""Where thousands are open at one place, the index alone tells which of them are the latest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0005_entries_know_their_epoch")]
    operations = [
        migrations.RemoveIndex(model_name="servicerequest", name="request_open_near"),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["city", "service_code", "lat", "lon", "requested_at", "id"],
                condition=models.Q(
                    hidden=False,
                    lat__isnull=False,
                    status__in=["open", "in_progress", "waiting", "paused"],
                )
                & ~models.Q(publicity="nothing"),
                name="request_open_near",
            ),
        ),
    ]
