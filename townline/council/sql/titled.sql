-- Which files say some words in their titles, those that changed last first?
-- What few titles say is sorted as a whole. What more of them say is soon met from the latest change down.
WITH sayers AS MATERIALIZED (
  SELECT s.file_id FROM council_searched s WHERE {fits} LIMIT {few} + 1
), state AS MATERIALIZED (
  SELECT count(*) > {few} AS common FROM sayers
), chosen AS (
  (SELECT s.file_id, s.changed
   FROM sayers JOIN council_searched s USING (file_id)
   WHERE NOT (SELECT common FROM state)
   ORDER BY s.changed DESC NULLS LAST, s.file_id DESC LIMIT %(limit)s)
  UNION ALL
  (SELECT s.file_id, s.changed
   FROM council_searched s
   WHERE (SELECT common FROM state) AND {fits}
   ORDER BY s.changed DESC NULLS LAST, s.file_id DESC LIMIT %(limit)s)
)
SELECT f.identifier, f.title
FROM chosen JOIN council_councilfile f ON f.id = chosen.file_id
ORDER BY chosen.changed DESC NULLS LAST, chosen.file_id DESC
