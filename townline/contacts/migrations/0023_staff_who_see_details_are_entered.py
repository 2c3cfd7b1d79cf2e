"""That a member of staff saw whom a contact was with is entered, for ever."""

import django.db.models.deletion
from townline.record.operations import AppendOnly
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0022_recorded_calls_are_listed_by_pages'),
        ('staff', '0007_clerks_work_for_the_city'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.TextField(help_text='How the record names them.')),
                ('what_for', models.TextField()),
                ('day', models.DateField(help_text="In the city's time.")),
                ('at', models.DateTimeField(help_text='When they saw it first on that day.')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.contact')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.member')),
            ],
            options={
                'indexes': [models.Index(fields=['city', '-id'], name='looks_of_city'), models.Index(fields=['member', '-id'], name='looks_of_member')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what_for__in', ['answering', 'calling_back', 'sending', 'filing', 'writing', 'voicemail', 'letter', 'story', 'request'])), name='look_for_a_known_reason'), models.UniqueConstraint(fields=('contact', 'member', 'what_for', 'day'), name='one_look_a_day')],
            },
        ),
        AppendOnly('contacts_look'),
    ]
