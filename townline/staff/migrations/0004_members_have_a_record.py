"""Members get a number, a record that is only added to, and a link to choose a password by."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import townline.record.models
from townline.record.operations import AppendOnly, PresentEpoch


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0003_the_epochs_of_the_record'),
        ('staff', '0003_duties_and_saved_filters'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE staff_member_number', 'DROP SEQUENCE staff_member_number'),
        migrations.AddField(model_name='member', name='number', field=models.TextField(default='')),
        migrations.RunSQL(
            "UPDATE staff_member m SET number = 'M' || n FROM"
            " (SELECT id, nextval('staff_member_number') AS n FROM staff_member ORDER BY id) f"
            " WHERE f.id = m.id",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(model_name='member', name='number', field=models.TextField(unique=True)),
        migrations.AddField(model_name='member', name='link_digest', field=models.BinaryField(null=True, unique=True)),
        migrations.AddField(model_name='member', name='link_expires_at', field=models.DateTimeField(null=True)),
        migrations.AddField(model_name='member', name='seq', field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name='member', name='head', field=models.BinaryField(default=bytes(32))),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(('link_digest', None), ('link_expires_at', None)) | models.Q(('link_digest__isnull', False), ('link_expires_at__isnull', False)), name='member_link_expires'),
        ),
        migrations.CreateModel(
            name='MemberEntry',
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
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='staff.member')),
            ],
        ),
        migrations.AddIndex(
            model_name='memberentry',
            index=models.Index(fields=['xid'], name='member_entry_by_transaction'),
        ),
        migrations.AddConstraint(
            model_name='memberentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_member_entry_a_seq'),
        ),
        AppendOnly('staff_memberentry'),
        PresentEpoch('staff_memberentry'),
    ]
