-- Of how many requests, and in how large a share of them, is each area, as they were last counted?
SELECT greatest(c.reltuples, 0)::float8, held.area, held.share::float8
FROM pg_stats s
JOIN pg_class c ON c.oid = 'requests_servicerequest'::regclass
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = s.schemaname
CROSS JOIN LATERAL unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)
  AS held (area, share)
WHERE s.tablename = 'requests_servicerequest' AND s.attname = 'areas' AND held.area IS NOT NULL
