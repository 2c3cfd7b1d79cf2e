"""Revisions: what a member changes on screen before it is in force, and the record of each."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import townline.record.models
from townline.record.operations import AppendOnly, PresentEpoch


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('staff', '0004_members_have_a_record'),
        ('record', '0003_the_epochs_of_the_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('seq', models.PositiveIntegerField(default=0)),
                ('head', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('base', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('edition', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.member')),
            ],
        ),
        migrations.CreateModel(
            name='RevisedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveIntegerField()),
                ('path', models.CharField(max_length=300)),
                ('content', models.BinaryField(null=True)),
                ('what', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('revision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='founding.revision')),
            ],
        ),
        migrations.CreateModel(
            name='RevisionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('verb', models.TextField()),
                ('at', models.DateTimeField(help_text='When it happened.')),
                ('entered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was written down.')),
                ('xid', townline.record.models.Xid8Field(db_default=townline.record.models.CurrentTransaction(), help_text='The transaction that wrote it.')),
                ('epoch', models.SmallIntegerField(db_default=1, help_text='The epoch of the record that its transaction is of.')),
                ('actor_kind', models.TextField()),
                ('actor_label', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('note_digest', models.BinaryField(null=True)),
                ('data', models.JSONField(default=dict)),
                ('hash', models.BinaryField()),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='founding.revision')),
            ],
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('city', 'member'), name='one_revision_a_member'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('begun_at')), _connector='OR'), name='revision_ended_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('edition', None), ('ended_at__isnull', False), _connector='OR'), name='revision_published_is_ended'),
        ),
        migrations.AddConstraint(
            model_name='revisedfile',
            constraint=models.UniqueConstraint(fields=('revision', 'step', 'path'), name='revised_file_once_a_step'),
        ),
        migrations.AddConstraint(
            model_name='revisedfile',
            constraint=models.CheckConstraint(condition=models.Q(('step__gte', 1)), name='revised_step_counts_from_one'),
        ),
        migrations.AddIndex(
            model_name='revisionentry',
            index=models.Index(fields=['xid'], name='revision_entry_by_transaction'),
        ),
        migrations.AddConstraint(
            model_name='revisionentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_revision_entry_a_seq'),
        ),
        AppendOnly('founding_revisionentry'),
        PresentEpoch('founding_revisionentry'),
        migrations.RunSQL('CREATE SEQUENCE founding_number', 'DROP SEQUENCE founding_number'),
    ]
