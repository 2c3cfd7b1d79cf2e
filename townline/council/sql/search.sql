-- Which files say what is looked for, the best first, and what else is said of all that were looked at?
-- What few files say is ranked as a whole. Of what more of them say, the newest that say it in their titles
-- come first, ranked, and then the newest: "council" stands in every file, and to rank them all would take
-- seconds. What is said by every second of the latest files is met by going down from the newest; anything
-- else is found by the index of words, and sorted: `changed + 0` keeps the planner from going down then.
WITH sayers AS MATERIALIZED (
  SELECT s.file_id FROM council_searched s WHERE {fits} LIMIT {few} + 1
), state AS MATERIALIZED (
  SELECT count(*) AS found, count(*) > {few} AS common FROM sayers
), lately AS MATERIALIZED (
  SELECT s.file_id, s.changed, s.keys
  FROM (SELECT * FROM council_searched s WHERE {readable}
        ORDER BY s.changed DESC NULLS LAST, s.file_id DESC LIMIT 2 * {newest}) s
  WHERE (SELECT common FROM state) AND {fits} LIMIT {newest}
), chosen AS MATERIALIZED (
  SELECT s.file_id, s.changed, s.keys, 1 AS tier, {rank} AS rank
  FROM sayers JOIN council_searched s USING (file_id)
  WHERE NOT (SELECT common FROM state)
  UNION ALL
  SELECT s.file_id, s.changed, s.keys, 0, {rank}
  FROM (SELECT * FROM council_searched s
        WHERE (SELECT common FROM state) AND {titled} AND {fits}
        ORDER BY s.changed + 0 DESC NULLS LAST, s.file_id DESC LIMIT {newest}) s
  UNION ALL
  SELECT file_id, changed, keys, 1, 0 FROM lately
  UNION ALL
  (SELECT s.file_id, s.changed, s.keys, 1, 0
   FROM council_searched s
   WHERE (SELECT common FROM state) AND (SELECT count(*) < {newest} FROM lately) AND {fits}
   ORDER BY s.changed + 0 DESC NULLS LAST, s.file_id DESC LIMIT {newest})
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
  (SELECT found FROM state),
  (SELECT count(*) FROM each),
  (SELECT array_agg(file_id ORDER BY place) FROM page),
  (SELECT array_agg(key ORDER BY files DESC, key) FROM counted),
  (SELECT array_agg(files ORDER BY files DESC, key) FROM counted)
