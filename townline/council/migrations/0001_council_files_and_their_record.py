import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import townline.council.fields
import townline.record.models
from django.db import migrations, models

from townline.record.operations import AppendOnly, PresentEpoch


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('record', '0003_the_epochs_of_the_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='BodyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('kind', models.TextField()),
                ('short', models.TextField(blank=True, db_default='')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('described', models.BooleanField(default=False)),
                ('external', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.bodyrow')),
            ],
        ),
        migrations.CreateModel(
            name='BodyNameRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='council.bodyrow')),
            ],
        ),
        migrations.CreateModel(
            name='CouncilFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.TextField(db_collation='C', unique=True)),
                ('identifier', models.TextField(db_collation='C')),
                ('prefix', models.TextField(blank=True, db_default='')),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField()),
                ('supplement', models.PositiveIntegerField(db_default=0)),
                ('origin', models.TextField(db_default='live')),
                ('restricted', models.BooleanField(db_default=False)),
                ('title', models.TextField()),
                ('subject_text', models.TextField(blank=True, db_default='')),
                ('received_date', models.DateField(null=True)),
                ('initiated_by', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('movers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('seconders', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('mover_comment', models.TextField(blank=True, db_default='')),
                ('districts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('direct_to_council', models.BooleanField(null=True)),
                ('references', models.JSONField(default=list)),
                ('reward', models.JSONField(default=dict)),
                ('recorded_change_date', models.DateField(null=True)),
                ('recorded_expiration_date', models.DateField(null=True)),
                ('state', models.TextField(db_default='received')),
                ('last_change_date', models.DateField(null=True)),
                ('expires_date', models.DateField(null=True)),
                ('final_date', models.DateField(null=True)),
                ('next_date', models.DateField(null=True)),
                ('reconsider_until_date', models.DateField(null=True)),
                ('mayor_until_date', models.DateField(null=True)),
                ('pending', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('rounds', models.PositiveSmallIntegerField(db_default=0)),
                ('bodies', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('activities', models.PositiveIntegerField(db_default=0)),
                ('changed_at', models.DateTimeField()),
                ('seq', models.PositiveIntegerField(db_default=0, default=0)),
                ('head', models.BinaryField(default=b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='Description',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settings', models.JSONField()),
                ('types', models.JSONField()),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('title', models.TextField()),
                ('document_date', models.DateField(null=True)),
                ('reference', models.TextField(blank=True, db_default='')),
                ('name', models.TextField(blank=True, db_default='')),
                ('digest', models.CharField(blank=True, db_default='', max_length=64)),
                ('media_type', models.TextField(blank=True, db_default='')),
                ('size', models.PositiveBigIntegerField(null=True)),
                ('received_at', models.DateTimeField()),
                ('withheld', models.BooleanField(db_default=False)),
                ('seq', models.PositiveIntegerField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='council.bodyrow')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='council.councilfile')),
            ],
        ),
        migrations.CreateModel(
            name='DocumentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='council.documentrow')),
            ],
        ),
        migrations.CreateModel(
            name='FileEntry',
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
                ('date', models.DateField(null=True)),
                ('position', models.SmallIntegerField(db_default=0)),
                ('type', models.TextField(blank=True, db_default='')),
                ('corrects', models.PositiveIntegerField(null=True)),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='council.councilfile')),
            ],
        ),
        migrations.CreateModel(
            name='Filed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served', to='council.documentrow')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='council.fileentry')),
            ],
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('detail', models.TextField()),
                ('entry', models.PositiveIntegerField(null=True)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.TextField(blank=True, db_default='')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flags', to='council.councilfile')),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField(db_default=0)),
                ('last', models.PositiveIntegerField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('version', models.TextField()),
                ('text', models.TextField()),
                ('type', models.JSONField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
        ),
        migrations.AddConstraint(
            model_name='bodyrow',
            constraint=models.UniqueConstraint(fields=('city', 'code'), name='body_code_once'),
        ),
        migrations.AddConstraint(
            model_name='bodyrow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('kind', ''), _negated=True)), name='body_is_something'),
        ),
        migrations.AddConstraint(
            model_name='bodynamerow',
            constraint=models.UniqueConstraint(fields=('city', 'text'), name='body_name_once'),
        ),
        migrations.AddConstraint(
            model_name='bodynamerow',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('body', 'position'), name='body_name_position'),
        ),
        migrations.AddConstraint(
            model_name='bodynamerow',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('until', None), ('until__gt', models.F('since')), _connector='OR'), name='body_name_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='bodynamerow',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('since__isnull', False), ('until__isnull', False), _connector='OR'), expressions=[('body', '='), (townline.council.fields.DateRange('since', 'until', models.Value('[)')), '&&')], name='body_one_name_a_day'),
        ),
        migrations.AddIndex(
            model_name='councilfile',
            index=models.Index(condition=models.Q(('restricted', False)), fields=['city', '-last_change_date', '-id'], name='file_by_change'),
        ),
        migrations.AddIndex(
            model_name='councilfile',
            index=models.Index(fields=['city', 'changed_at', 'id'], name='file_by_moment'),
        ),
        migrations.AddIndex(
            model_name='councilfile',
            index=models.Index(fields=['city', 'next_date'], name='file_by_next'),
        ),
        migrations.AddIndex(
            model_name='councilfile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['pending'], name='file_by_pending'),
        ),
        migrations.AddIndex(
            model_name='councilfile',
            index=django.contrib.postgres.indexes.GinIndex(fields=['bodies'], name='file_by_body'),
        ),
        migrations.AddConstraint(
            model_name='councilfile',
            constraint=models.UniqueConstraint(fields=('city', 'identifier'), name='file_number_once'),
        ),
        migrations.AddConstraint(
            model_name='councilfile',
            constraint=models.UniqueConstraint(fields=('city', 'prefix', 'year', 'serial', 'supplement'), name='file_parts_once'),
        ),
        migrations.AddConstraint(
            model_name='councilfile',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ('live', 'imported', 'demo', 'synthetic'))), name='file_origin_known'),
        ),
        migrations.AddConstraint(
            model_name='councilfile',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='file_has_a_title'),
        ),
        migrations.AddIndex(
            model_name='documentrow',
            index=models.Index(fields=['digest'], name='document_by_content'),
        ),
        migrations.AddConstraint(
            model_name='documentrow',
            constraint=models.UniqueConstraint(fields=('file', 'seq'), name='document_by_one_entry'),
        ),
        migrations.AddConstraint(
            model_name='documentrow',
            constraint=models.UniqueConstraint(condition=models.Q(('name', ''), _negated=True), fields=('file', 'name'), name='document_name_once'),
        ),
        migrations.AddConstraint(
            model_name='documentrow',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='document_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='documentrow',
            constraint=models.CheckConstraint(condition=models.Q(('digest', ''), ('size__isnull', False), _connector='OR'), name='document_kept_has_a_size'),
        ),
        migrations.AddIndex(
            model_name='fileentry',
            index=models.Index(fields=['xid'], name='file_entry_by_transaction'),
        ),
        migrations.AddIndex(
            model_name='fileentry',
            index=models.Index(condition=models.Q(('type', ''), _negated=True), fields=['date', 'id'], name='activity_by_day'),
        ),
        migrations.AddIndex(
            model_name='fileentry',
            index=models.Index(condition=models.Q(('type', ''), _negated=True), fields=['type', 'date'], name='activity_by_type'),
        ),
        migrations.AddConstraint(
            model_name='fileentry',
            constraint=models.UniqueConstraint(fields=('subject', 'seq'), name='one_file_entry_a_seq'),
        ),
        migrations.AddConstraint(
            model_name='fileentry',
            constraint=models.CheckConstraint(condition=models.Q(('type', ''), ('date__isnull', False), _connector='OR'), name='activity_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='filed',
            constraint=models.UniqueConstraint(fields=('entry', 'document'), name='document_once_an_activity'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['code', 'file'], name='flag_to_look_at'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(fields=('file', 'code', 'detail'), name='flag_once'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('city', 'year', 'serial'), name='series_once'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 1800)), name='series_of_a_year'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('city', 'code', 'version'), name='wording_once'),
        ),
        AppendOnly('council_fileentry'),
        PresentEpoch('council_fileentry'),
    ]
