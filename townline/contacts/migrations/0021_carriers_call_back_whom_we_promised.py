"""A call of a carrier may be the one that a contact was promised."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0020_calls_that_a_carrier_carries'),
    ]

    operations = [
        migrations.AddField(
            model_name='carriercall',
            name='calls_back',
            field=models.ForeignKey(help_text='The contact that was promised this call.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='called_by', to='contacts.turn'),
        ),
    ]
