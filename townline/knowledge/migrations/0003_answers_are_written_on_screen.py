"""Answers that are written on screen: their versions, and what happened to each."""

import django.db.models.deletion
from django.db import migrations, models

from townline.record.operations import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('knowledge', '0002_answers_and_what_is_counted_of_them'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('position', models.PositiveIntegerField(help_text='The how-many-th of its answer.')),
                ('files', models.JSONField(help_text='Texts as files of the folder, by path.')),
                ('data', models.JSONField(help_text='The whole ``Article``.')),
                ('why', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
        ),
        migrations.CreateModel(
            name='VersionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='knowledge.answerversion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='answerversion',
            constraint=models.UniqueConstraint(fields=('city', 'code', 'position'), name='one_answer_version_a_position'),
        ),
        migrations.AddConstraint(
            model_name='versionstep',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['submitted', 'sent_back', 'published', 'withdrawn'])), name='version_step_is_known'),
        ),
        AppendOnly("knowledge_answerversion"),
        AppendOnly("knowledge_versionstep"),
    ]
