from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("council", "0010_statements_from_agendas"),
    ]

    operations = [
        migrations.AddField(
            model_name="membershiprow",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membershiprow",
            name="entered_by",
            field=models.TextField(blank=True, db_default=""),
        ),
    ]
