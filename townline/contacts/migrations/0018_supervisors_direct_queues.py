"""What supervisors direct of queues; waits and statuses are found by their time."""

import django.db.models.deletion
from django.db import migrations, models

from townline.record.operations import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('contacts', '0017_residents_say_whether_it_helped'),
    ]

    operations = [
        migrations.CreateModel(
            name='AppraisalReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='AppraisalRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.TextField()),
                ('questions', models.JSONField(help_text='As they were asked then.')),
                ('marks', models.JSONField()),
                ('comment', models.TextField(blank=True)),
                ('score', models.PositiveSmallIntegerField(help_text='In per cent.', null=True)),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='DirectiveRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('centre', models.TextField()),
                ('queue', models.TextField(blank=True)),
                ('kind', models.TextField()),
                ('data', models.JSONField(default=dict, help_text='The whole ``Directive``.')),
                ('until_at', models.DateTimeField(help_text='When it is over by itself.', null=True)),
                ('at', models.DateTimeField()),
                ('by', models.TextField(help_text='How the record names who directed it.')),
            ],
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.TextField(blank=True, db_default='')),
            ],
        ),
        migrations.AddIndex(
            model_name='decided',
            index=models.Index(condition=models.Q(('what', 'agent')), fields=['agent', 'at'], name='decided_of_agent'),
        ),
        migrations.AddIndex(
            model_name='leg',
            index=models.Index(fields=['started_at'], name='leg_by_start'),
        ),
        migrations.AddField(
            model_name='appraisalrow',
            name='agent',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent'),
        ),
        migrations.AddField(
            model_name='appraisalrow',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city'),
        ),
        migrations.AddField(
            model_name='appraisalrow',
            name='replaces',
            field=models.OneToOneField(help_text='The former one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='contacts.appraisalrow'),
        ),
        migrations.AddField(
            model_name='appraisalrow',
            name='turn',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.turn'),
        ),
        migrations.AddField(
            model_name='appraisalreply',
            name='appraisal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='contacts.appraisalrow'),
        ),
        migrations.AddField(
            model_name='directiverow',
            name='agent',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent'),
        ),
        migrations.AddField(
            model_name='directiverow',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city'),
        ),
        migrations.AddField(
            model_name='directiverow',
            name='takes_back',
            field=models.OneToOneField(help_text='Which one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='contacts.directiverow'),
        ),
        migrations.AddField(
            model_name='shift',
            name='agent',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.agent'),
        ),
        migrations.AddField(
            model_name='shift',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city'),
        ),
        migrations.AddIndex(
            model_name='appraisalrow',
            index=models.Index(fields=['city', 'week'], name='appraisals_of_week'),
        ),
        migrations.AddIndex(
            model_name='appraisalrow',
            index=models.Index(fields=['agent', '-id'], name='appraisals_of_agent'),
        ),
        migrations.AddConstraint(
            model_name='appraisalrow',
            constraint=models.UniqueConstraint(condition=models.Q(('replaces', None)), fields=('turn', 'agent'), name='one_first_appraisal'),
        ),
        migrations.AddConstraint(
            model_name='appraisalrow',
            constraint=models.CheckConstraint(condition=models.Q(('score', None), ('score__lte', 100), _connector='OR'), name='appraisal_has_a_share'),
        ),
        migrations.AddIndex(
            model_name='directiverow',
            index=models.Index(fields=['city', 'centre', '-id'], name='directives_of_centre'),
        ),
        migrations.AddConstraint(
            model_name='directiverow',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['hours', 'announcement', 'break', 'out', 'taken_back'])), name='directive_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='directiverow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'taken_back'), ('takes_back__isnull', False)), models.Q(models.Q(('kind', 'taken_back'), _negated=True), ('takes_back', None)), _connector='OR'), name='directive_says_what_it_takes_back'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(condition=models.Q(('removed_at', None)), fields=['city', 'starts_at'], name='shifts_of_city'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', '')), models.Q(('removed_at__isnull', False), models.Q(('removed_by', ''), _negated=True)), _connector='OR'), name='shift_says_who_removed_it'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('agent', 'starts_at'), name='one_shift_a_start'),
        ),
        AppendOnly("contacts_directiverow"),
        AppendOnly("contacts_appraisalrow"),
        AppendOnly("contacts_appraisalreply"),
    ]
