-- What is searched of these files, from their texts.
INSERT INTO council_searched (file_id, city_id, restricted, changed, keys, vector, text)
SELECT f.id, f.city_id, f.restricted, f.last_change_date, string_to_array(t.keys, E'\n'),
       setweight(to_tsvector(%(config)s::regconfig, t.title), 'A')
       || setweight(to_tsvector(%(config)s::regconfig, t.names), 'B')
       || setweight(to_tsvector(%(config)s::regconfig, t.sentences), 'C')
       || setweight(to_tsvector(%(config)s::regconfig, t.documents), 'D'),
       left(t.sentences || E'\n' || t.documents, %(longest)s)
FROM unnest(%(ids)s::bigint[], %(keys)s::text[], %(titles)s::text[], %(names)s::text[],
            %(sentences)s::text[], %(documents)s::text[])
     AS t(id, keys, title, names, sentences, documents)
JOIN council_councilfile f ON f.id = t.id
ON CONFLICT (file_id) DO UPDATE SET
  restricted = excluded.restricted, changed = excluded.changed, keys = excluded.keys,
  vector = excluded.vector, text = excluded.text
WHERE (council_searched.restricted, council_searched.changed, council_searched.keys, council_searched.text, council_searched.vector)
      IS DISTINCT FROM (excluded.restricted, excluded.changed, excluded.keys, excluded.text, excluded.vector)
