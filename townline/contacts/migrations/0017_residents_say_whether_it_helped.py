"""Whether a contact answered what it was about, as its resident said."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0016_contacts_wait_with_limits_and_are_called_back'),
    ]

    operations = [
        migrations.CreateModel(
            name='Helped',
            fields=[
                ('contact', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='helped', serialize=False, to='contacts.contact')),
                ('helped', models.BooleanField()),
                ('at', models.DateTimeField()),
            ],
        ),
    ]
