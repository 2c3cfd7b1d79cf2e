"""Answers of editions, and counts of what was sought in vain and of what helped."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('knowledge', '0001_bulletins_and_their_record'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.TextField()),
                ('data', models.JSONField()),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='answer_code_once')],
            },
        ),
        migrations.CreateModel(
            name='UnfoundWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.TextField()),
                ('words', models.TextField()),
                ('count', models.PositiveIntegerField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'day', 'language', 'words'), name='unfound_words_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='VerdictCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('code', models.TextField()),
                ('language', models.TextField()),
                ('helped', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('count', models.PositiveIntegerField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city', 'day', 'code', 'language', 'helped', 'reason'), name='verdict_once_a_day'), models.CheckConstraint(condition=models.Q(('helped', False), ('reason', ''), _connector='OR'), name='what_helped_has_no_reason')],
            },
        ),
    ]
