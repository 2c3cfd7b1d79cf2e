-- Keep topics, each with its words weighed: as they are, and as its language's stemmer has them.
INSERT INTO topics_topic (edition_id, city_id, kind, code, language, phrases, terms, lexemes)
SELECT %(edition)s, %(city)s, t.kind, t.code, t.language, t.phrases,
       t.terms,
       setweight(to_tsvector('simple', t.name) || to_tsvector(c.config, t.name), 'A')
       || setweight(to_tsvector('simple', t.synonyms) || to_tsvector(c.config, t.synonyms), 'B')
       || setweight(to_tsvector('simple', t.text) || to_tsvector(c.config, t.text), 'C')
FROM jsonb_to_recordset(%(topics)s::jsonb)
       AS t(kind text, code text, language text, stemmer text, phrases jsonb,
            terms text, name text, synonyms text, text text),
     LATERAL (SELECT coalesce((SELECT p.oid FROM pg_ts_config p WHERE p.cfgname = t.stemmer LIMIT 1),
                              'simple'::regconfig::oid)::regconfig AS config) c
