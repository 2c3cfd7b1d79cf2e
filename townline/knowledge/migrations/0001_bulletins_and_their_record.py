"""Bulletins, of which nothing changes but whether they were ended, and the record of each."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import townline.record.models
from townline.record.operations import AppendOnly, PresentEpoch

KEPT = """
CREATE FUNCTION knowledge_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
     AND (to_jsonb(NEW) - ARRAY['ended_at', 'seq', 'head'])
       = (to_jsonb(OLD) - ARRAY['ended_at', 'seq', 'head']) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a bulletin is never altered: % on % refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER knowledge_bulletin_row BEFORE UPDATE OR DELETE ON knowledge_bulletin
  FOR EACH ROW EXECUTE FUNCTION knowledge_keep();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_cities_have_editions'),
        ('record', '0003_the_epochs_of_the_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(unique=True)),
                ('data', models.JSONField(help_text='The whole ``Message``.')),
                ('starts_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('seq', models.PositiveIntegerField(default=0)),
                ('head', models.BinaryField(default=bytes(32))),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('replaces', models.OneToOneField(help_text='Its former wording.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced', to='knowledge.bulletin')),
            ],
        ),
        migrations.CreateModel(
            name='BulletinEntry',
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
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='knowledge.bulletin')),
            ],
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['city', 'expires_at'], name='bulletin_standing'),
        ),
        migrations.AddIndex(
            model_name='bulletin',
            index=models.Index(fields=['city', '-id'], name='bulletin_by_city'),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('starts_at'))), name='bulletin_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='bulletinentry',
            index=models.Index(fields=['xid'], name='bulletin_entry_by_transaction'),
        ),
        migrations.AddConstraint(
            model_name='bulletinentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_bulletin_entry_a_seq'),
        ),
        AppendOnly('knowledge_bulletinentry'),
        PresentEpoch('knowledge_bulletinentry'),
        migrations.RunSQL('CREATE SEQUENCE knowledge_number', 'DROP SEQUENCE knowledge_number'),
        migrations.RunSQL(KEPT, 'DROP TRIGGER knowledge_bulletin_row ON knowledge_bulletin; DROP FUNCTION knowledge_keep()'),
    ]
