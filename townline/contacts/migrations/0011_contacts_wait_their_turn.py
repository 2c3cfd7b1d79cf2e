"""Contacts that somebody answers: their turn, legs and record, agents, and what is decided."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import townline.record.models
from townline.record.operations import AppendOnly, PresentEpoch
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0010_subscribers_and_comments_of_a_topic'),
        ('staff', '0007_clerks_work_for_the_city'),
    ]

    operations = [
        migrations.CreateModel(
            name='CentreRow',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='cities.edition')),
                ('data', models.JSONField(help_text='A ``ContactCentre``.')),
            ],
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.TextField(help_text='How the record names them.')),
                ('centre', models.TextField()),
                ('queues', django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('reserved', models.TextField(blank=True, db_default='', help_text='The language that they are kept free for.')),
                ('text_most', models.PositiveSmallIntegerField(db_default=1)),
                ('answers_at_once', models.BooleanField(db_default=False, help_text='What is offered is answered without a ring.')),
                ('status', models.TextField()),
                ('status_since', models.DateTimeField()),
                ('reason', models.TextField(blank=True, db_default='', help_text='Why on a break.')),
                ('voices', models.PositiveSmallIntegerField(db_default=0)),
                ('texts', models.PositiveSmallIntegerField(db_default=0)),
                ('idle_since', models.DateTimeField(help_text='When they last laid something down.')),
                ('missed', models.PositiveSmallIntegerField(db_default=0, help_text='How many offers in a row were not answered.')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('member', models.OneToOneField(help_text='None: a simulated one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.member')),
            ],
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('contact', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='turn', serialize=False, to='contacts.contact')),
                ('number', models.TextField(unique=True)),
                ('medium', models.TextField()),
                ('centre', models.TextField()),
                ('queue', models.TextField()),
                ('language', models.TextField()),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('state', models.TextField()),
                ('since', models.DateTimeField(help_text='When it began to wait in its queue.')),
                ('place', models.DateTimeField(help_text='By which it goes before others: the earlier first.')),
                ('reserve_until', models.DateTimeField(help_text='Until then it is not offered to who is kept for another language.', null=True)),
                ('ring_s', models.PositiveSmallIntegerField(help_text='How long an offer of it stands.')),
                ('passed', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ('offer_ends_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(help_text='The first time.', null=True)),
                ('ended_as', models.TextField(blank=True, db_default='')),
                ('disposition', models.TextField(blank=True, db_default='')),
                ('ordinal', models.PositiveIntegerField(db_default=1, help_text='The how-many-th of the same number within thirty days.')),
                ('legs_so_far', models.PositiveSmallIntegerField(db_default=0)),
                ('simulated', models.BooleanField(db_default=False)),
                ('seq', models.PositiveIntegerField(default=0)),
                ('head', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('earlier', models.ForeignKey(db_index=False, help_text='The one that was given up shortly before, whose place it has.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.turn')),
            ],
        ),
        migrations.CreateModel(
            name='Leg',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.TextField()),
                ('queue', models.TextField()),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_as', models.TextField(blank=True, db_default='')),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent')),
                ('turn', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='legs', to='contacts.turn')),
            ],
        ),
        migrations.CreateModel(
            name='Decided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('centre', models.TextField()),
                ('at', models.DateTimeField()),
                ('what', models.TextField()),
                ('data', models.JSONField(default=dict, help_text='What the rule sees of it from now on.')),
                ('agent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('turn', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.turn')),
            ],
            options={
                'verbose_name_plural': 'decided',
            },
        ),
        migrations.CreateModel(
            name='TurnEntry',
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
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contacts.turn')),
            ],
        ),
        migrations.AddIndex(
            model_name='agent',
            index=models.Index(condition=models.Q(('status', 'available'), ('voices', 0)), fields=['city', 'centre', 'texts', 'idle_since', 'id'], name='agent_with_room'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['logged_out', 'available', 'break', 'paused'])), name='agent_has_a_known_status'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('voices', 0), models.Q(('texts', 0), ('voices', 1)), _connector='OR'), name='agent_has_one_voice_or_texts'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('texts__lte', models.F('text_most'))), name='agent_has_no_more_texts_than_most'),
        ),
        migrations.AddConstraint(
            model_name='agent',
            constraint=models.CheckConstraint(condition=models.Q(('reserved', ''), ('languages__contains', [models.F('reserved')]), _connector='OR'), name='agent_is_reserved_for_their_own_language'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['city', 'centre', 'place', 'contact'], name='turn_waits'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('state__in', ['offered', 'in_contact', 'wrap_up'])), fields=['agent'], name='turn_of_agent'),
        ),
        migrations.AddIndex(
            model_name='turn',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['city', 'offer_ends_at'], name='turn_offered'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'offered', 'in_contact', 'wrap_up', 'over'])), name='turn_has_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('medium__in', ['voice', 'text'])), name='turn_has_a_known_medium'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state__in', ['offered', 'in_contact', 'wrap_up'])), ('agent__isnull', False)), models.Q(models.Q(('state__in', ['offered', 'in_contact', 'wrap_up']), _negated=True), ('agent', None)), _connector='OR'), name='turn_has_an_agent_while_one_has_it'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'offered')), ('offer_ends_at__isnull', False)), models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_ends_at', None)), _connector='OR'), name='turn_has_an_end_of_its_offer'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('ended_as__in', ('', 'answered', 'abandoned'))), name='turn_ends_as_known'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('state__in', ['offered', 'in_contact', 'wrap_up'])), ('medium', 'voice')), fields=('agent',), name='one_voice_an_agent'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.UniqueConstraint(fields=('turn', 'position'), name='one_leg_a_position'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('menu', 'queue', 'agent', 'interpreter', 'callback'))), name='leg_has_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='leg_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), models.Q(('ended_as', ''), _negated=True)), _connector='OR'), name='leg_says_how_it_ended'),
        ),
        migrations.AddIndex(
            model_name='decided',
            index=models.Index(fields=['city', 'centre', 'id'], name='decided_in_order'),
        ),
        migrations.AddConstraint(
            model_name='decided',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['waits', 'leaves', 'agent', 'offered'])), name='decided_something_known'),
        ),
        migrations.AddIndex(
            model_name='turnentry',
            index=models.Index(fields=['xid'], name='turn_entry_by_transaction'),
        ),
        migrations.AddConstraint(
            model_name='turnentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_turn_entry_a_seq'),
        ),
        AppendOnly('contacts_turnentry'),
        PresentEpoch('contacts_turnentry'),
        AppendOnly('contacts_decided'),
    ]
