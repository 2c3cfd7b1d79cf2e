"""What is said in writing during a contact; that it was is only added to, the words can go."""

import django.db.models.deletion
from townline.record.operations import AppendOnly
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0011_contacts_wait_their_turn'),
    ]

    operations = [
        migrations.CreateModel(
            name='SaidRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.TextField(help_text='``resident``, ``agent`` or ``city``.')),
                ('at', models.DateTimeField()),
                ('by_label', models.TextField(help_text='How the record names who said it.')),
                ('links', models.JSONField(default=list, help_text='``SaidLink`` of pages of ours.')),
                ('digest', models.BinaryField(help_text='SHA-256 of salt and words.')),
                ('name', models.TextField(help_text='What the page that sent it calls it: what comes twice is kept once.', blank=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='said', to='contacts.contact')),
            ],
        ),
        migrations.CreateModel(
            name='SaidText',
            fields=[
                ('said', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='words', serialize=False, to='contacts.saidrow')),
                ('salt', models.BinaryField(help_text='So that short words cannot be guessed by their digest.')),
                ('text', models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name='saidrow',
            index=models.Index(fields=['contact', 'id'], name='said_in_order'),
        ),
        migrations.AddConstraint(
            model_name='saidrow',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ['resident', 'agent', 'city'])), name='said_by_a_known_side'),
        ),
        migrations.AddConstraint(
            model_name='saidrow',
            constraint=models.UniqueConstraint(condition=models.Q(('name', ''), _negated=True), fields=('contact', 'name'), name='said_once_by_name'),
        ),
        AppendOnly('contacts_saidrow'),
    ]
