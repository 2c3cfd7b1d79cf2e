"""Topics, and the function that finds them by the words of a question."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

MEANT = """
SELECT word_similarity('a', 'b');  -- loads the extension, which knows the setting below
CREATE FUNCTION topics_meant(edition bigint, city bigint, kinds text[], beginnings text,
                             said text, slips text[], most int)
RETURNS TABLE (kind text, code text, language text, phrases jsonb)
LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.3 AS $$
  WITH asked AS (
    SELECT to_tsquery('simple', beginnings)
           || replace(plainto_tsquery('english', said)::text, '&', '|')::tsquery
           || replace(plainto_tsquery('spanish', said)::text, '&', '|')::tsquery
           || replace(plainto_tsquery('armenian', said)::text, '&', '|')::tsquery AS query
  ), there AS (
    (SELECT t.id FROM topics_topic t, asked
     WHERE (t.edition_id = edition OR t.city_id = city) AND t.kind = ANY(kinds)
       AND t.lexemes @@ query
     ORDER BY ts_rank('{0, 0.15, 0.8, 1}', t.lexemes, query) DESC, t.id LIMIT most)
    UNION
    (SELECT t.id FROM topics_topic t, asked
     WHERE (t.edition_id = edition OR t.city_id = city) AND t.kind = ANY(kinds)
       AND t.terms %> ANY(slips) AND NOT t.lexemes @@ query
     ORDER BY (SELECT max(word_similarity(slip, t.terms)) FROM unnest(slips) slip) DESC, t.id
     LIMIT most / 2)
  )
  SELECT t.kind, t.code, t.language, t.phrases FROM there JOIN topics_topic t USING (id)
$$;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_cities_have_editions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('code', models.TextField()),
                ('language', models.TextField()),
                ('phrases', models.JSONField(help_text='What a question is compared with; see ``ranking``.')),
                ('terms', models.TextField(help_text='Name and synonyms as ``spelt``, for their trigrams.')),
                ('lexemes', django.contrib.postgres.search.SearchVectorField(help_text='All its words, weighed by where they are from.')),
                ('city', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.edition')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='topic_by_lexeme'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('terms', name='gin_trgm_ops'), name='topic_by_trigram')],
                'constraints': [models.CheckConstraint(condition=models.Q(('edition', None), ('city', None), _connector='XOR'), name='topic_is_of_an_edition_or_a_city'), models.UniqueConstraint(fields=('edition', 'city', 'kind', 'code', 'language'), name='topic_once_a_language', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(MEANT, 'DROP FUNCTION topics_meant'),
    ]
