"""What residents agree to or take back is kept, in the words in which they were asked."""

import django.db.models.deletion
from townline.record.operations import AppendOnly
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0023_staff_who_see_details_are_entered'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.TextField()),
                ('given', models.BooleanField()),
                ('words', models.TextField(help_text='In which they were asked.')),
                ('language', models.TextField()),
                ('by', models.TextField(help_text='How the record names who said so: an agent for them, or they.')),
                ('at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('edition', models.ForeignKey(db_index=False, help_text="Of the city's folder, when they were asked.", on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'indexes': [models.Index(fields=['contact', 'to', '-id'], name='consents_of_contact')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to__in', ['recording', 'sending', 'calling_back', 'keeping'])), name='consent_to_something_known')],
            },
        ),
        AppendOnly('contacts_consent'),
    ]
