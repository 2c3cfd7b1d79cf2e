-- The state and the day of the last change of these files, where they are searched.
UPDATE council_searched s
SET changed = f.last_change_date,
    keys = ARRAY(SELECT k FROM unnest(s.keys) k WHERE k NOT LIKE 'state:%%')
           || ('state:' || f.state)
FROM council_councilfile f
WHERE f.id = s.file_id AND s.file_id = ANY(%(ids)s)
  AND (s.changed IS DISTINCT FROM f.last_change_date OR NOT s.keys @> ARRAY['state:' || f.state])
