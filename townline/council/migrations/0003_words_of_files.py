"""The words of files, and all words there are, to be searched."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


CONFIGURATIONS = {
    'english': 'english_stem',
    'spanish': 'spanish_stem',
    'armenian': 'armenian_stem',
    'simple': 'simple',
}


def words_of(language: str, stems: str) -> migrations.RunSQL:
    """
    Make what reads the words of files in a language.

    Accents make no difference to it, since names are typed without them.
    """
    return migrations.RunSQL(
        f'CREATE TEXT SEARCH CONFIGURATION council_{language} (COPY = pg_catalog.{language});'
        f'ALTER TEXT SEARCH CONFIGURATION council_{language}'
        f' ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems}',
        f'DROP TEXT SEARCH CONFIGURATION council_{language}',
    )


NARROW = '''
ALTER TABLE council_searched SET (toast_tuple_target = 128);
ALTER TABLE council_searched ALTER keys SET STORAGE MAIN;
ALTER TABLE council_searched ALTER vector SET STORAGE EXTERNAL;
'''
"""Words lie beside the rows, so that many rows can be sorted without reading any."""


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0002_editions_say_how_they_came'),
        ('council', '0002_meetings_votes_and_people'),
    ]

    operations = [
        *(words_of(language, stems) for language, stems in CONFIGURATIONS.items()),
        migrations.CreateModel(
            name='Searched',
            fields=[
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='searched', serialize=False, to='council.councilfile')),
                ('restricted', models.BooleanField(db_default=False)),
                ('changed', models.DateField(null=True)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
                ('text', models.TextField(blank=True, db_default='')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector', 'keys'], name='file_said'), django.contrib.postgres.indexes.GinIndex(models.Func(models.F('vector'), models.Value('{a}'), function='ts_filter'), name='file_said_in_title'), models.Index(models.F('city'), models.OrderBy(models.F('changed'), descending=True, nulls_last=True), models.OrderBy(models.F('file'), descending=True), condition=models.Q(('restricted', False)), name='file_said_by_change')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('text', name='gin_trgm_ops'), name='council_word_by_trigram')],
                'constraints': [models.UniqueConstraint(fields=('city', 'text'), name='council_word_once')],
            },
        ),
        migrations.RunSQL(NARROW, migrations.RunSQL.noop),
    ]
