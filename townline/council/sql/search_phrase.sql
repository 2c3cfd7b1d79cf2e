-- Which files say a phrase, the best first, and what else is said of all that were looked at?
-- The index knows which files hold the words of a phrase, not whether they stand together: for that each has
-- to be read. So the newest that hold them are read, and those whose titles say the phrase; the sizes of
-- both are bounded.
WITH held AS MATERIALIZED (
  SELECT s.file_id FROM council_searched s WHERE {fits}
  ORDER BY s.changed + 0 DESC NULLS LAST, s.file_id DESC LIMIT {few} + 1
), chosen AS MATERIALIZED (
  SELECT s.file_id, s.changed, s.keys, 1 AS tier, {rank} AS rank
  FROM held JOIN council_searched s USING (file_id)
  WHERE {exact}
  UNION ALL
  SELECT s.file_id, s.changed, s.keys, 0, {rank}
  FROM (SELECT * FROM council_searched s WHERE {titled} AND {fits} AND {exact}
        ORDER BY s.changed + 0 DESC NULLS LAST, s.file_id DESC LIMIT {newest}) s
), each AS MATERIALIZED (
  SELECT DISTINCT ON (file_id) * FROM chosen ORDER BY file_id, tier
), page AS (
  SELECT file_id, row_number() OVER (ORDER BY {order}) AS place
  FROM each ORDER BY place LIMIT {limit} OFFSET {offset}
), counted AS (
  SELECT key, count(*) AS files FROM each CROSS JOIN unnest(keys) key
  WHERE split_part(key, ':', 1) = ANY(%(facets)s) GROUP BY key
)
SELECT
  (SELECT count(*) FROM held),
  (SELECT count(*) FROM each),
  (SELECT array_agg(file_id ORDER BY place) FROM page),
  (SELECT array_agg(key ORDER BY files DESC, key) FROM counted),
  (SELECT array_agg(files ORDER BY files DESC, key) FROM counted)
