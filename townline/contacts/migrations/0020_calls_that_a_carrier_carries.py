"""Calls that a carrier carries, what it tells of them once, and what it is asked to do."""

import django.db.models.deletion
import django.db.models.functions.datetime
import townline.record.models
from townline.record.operations import AppendOnly, PresentEpoch
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0019_calls_are_recorded_and_messages_left'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentPhone',
            fields=[
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='phone', serialize=False, to='contacts.agent')),
                ('number', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='VoiceRow',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='cities.edition')),
                ('data', models.JSONField(help_text='A ``Voice``.')),
            ],
        ),
        migrations.CreateModel(
            name='CarrierCall',
            fields=[
                ('contact', models.OneToOneField(db_column='id', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='carried', serialize=False, to='contacts.contact')),
                ('number', models.TextField(unique=True)),
                ('way', models.TextField()),
                ('sid', models.TextField(blank=True, db_default='', help_text='How the carrier calls it; empty until it is started.')),
                ('line', models.TextField(help_text='The number of the city that was called, or calls.')),
                ('language', models.TextField()),
                ('relay', models.BooleanField(db_default=False, help_text='By a relay service (711) or a TTY: it takes its own time.')),
                ('withheld', models.BooleanField(db_default=False)),
                ('doing', models.TextField()),
                ('step', models.PositiveIntegerField(db_default=0, help_text='Grows with every answer of ours.')),
                ('stand', models.JSONField(default=dict, help_text='Where in the menu; a ``Stand``.')),
                ('about', models.TextField(blank=True, db_default='', help_text='The request over which the city calls.')),
                ('heard_to', models.IntegerField(db_default=-1, help_text='The highest sequence number that the carrier has told.')),
                ('began_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField(help_text='When the carrier was last heard of it.')),
                ('joined_at', models.DateTimeField(help_text='The first time.', null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_as', models.TextField(blank=True, db_default='')),
                ('seq', models.PositiveIntegerField(default=0)),
                ('head', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('agent', models.ForeignKey(db_index=False, help_text='Whom it is joined with, or about to be.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='CarrierCallback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(help_text='What makes it the same one when it comes twice.')),
                ('at', models.DateTimeField()),
                ('said', models.JSONField(default=dict, help_text='Never a telephone number, never keys.')),
                ('answer', models.TextField(blank=True, db_default='')),
                ('call', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='callbacks', to='contacts.carriercall')),
            ],
        ),
        migrations.CreateModel(
            name='CarrierCallEntry',
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
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contacts.carriercall')),
            ],
            options={
                'verbose_name_plural': 'carrier call entries',
            },
        ),
        migrations.CreateModel(
            name='CarrierDemand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wish', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('tried', models.PositiveSmallIntegerField(db_default=0)),
                ('try_after', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('fault', models.TextField(blank=True, db_default='')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demands', to='contacts.carriercall')),
            ],
        ),
        migrations.CreateModel(
            name='CarrierRecording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sid', models.TextField(unique=True)),
                ('url', models.TextField()),
                ('seconds', models.PositiveIntegerField()),
                ('received_at', models.DateTimeField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='contacts.carriercall')),
                ('contact', models.OneToOneField(help_text='As which it waits to be heard, apart from the call that is over.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='message', to='contacts.contact')),
            ],
        ),
        migrations.AddIndex(
            model_name='carriercall',
            index=models.Index(condition=models.Q(('doing', 'over'), _negated=True), fields=['city'], name='carried_call_under_way'),
        ),
        migrations.AddConstraint(
            model_name='carriercall',
            constraint=models.UniqueConstraint(condition=models.Q(('sid', ''), _negated=True), fields=('city', 'sid'), name='one_call_a_sid'),
        ),
        migrations.AddConstraint(
            model_name='carriercall',
            constraint=models.UniqueConstraint(condition=models.Q(('way', 'out'), models.Q(('doing', 'over'), _negated=True)), fields=('agent',), name='one_call_out_an_agent'),
        ),
        migrations.AddConstraint(
            model_name='carriercall',
            constraint=models.CheckConstraint(condition=models.Q(('doing__in', ['menu', 'waiting', 'message', 'ringing', 'joining', 'joined', 'closing', 'over'])), name='call_is_somewhere_known'),
        ),
        migrations.AddConstraint(
            model_name='carriercall',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['in', 'out'])), name='call_goes_in_or_out'),
        ),
        migrations.AddConstraint(
            model_name='carriercall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('doing', 'over'), ('ended_at__gte', models.F('began_at'))), models.Q(models.Q(('doing', 'over'), _negated=True), ('ended_at', None)), _connector='OR'), name='call_that_is_over_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='carriercallback',
            constraint=models.UniqueConstraint(fields=('call', 'name'), name='one_callback_a_name'),
        ),
        migrations.AddIndex(
            model_name='carriercallentry',
            index=models.Index(fields=['xid'], name='call_entry_by_transaction'),
        ),
        migrations.AddConstraint(
            model_name='carriercallentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_call_entry_a_seq'),
        ),
        migrations.AddIndex(
            model_name='carrierdemand',
            index=models.Index(condition=models.Q(('done_at', None), ('given_up_at', None)), fields=['try_after', 'id'], name='demand_to_be_asked'),
        ),
        migrations.AddConstraint(
            model_name='carrierdemand',
            constraint=models.CheckConstraint(condition=models.Q(('wish__in', ['start', 'join', 'wait', 'end'])), name='demand_has_a_known_wish'),
        ),
        AppendOnly('contacts_carriercallentry'),
        PresentEpoch('contacts_carriercallentry'),
        AppendOnly('contacts_carriercallback'),
    ]
