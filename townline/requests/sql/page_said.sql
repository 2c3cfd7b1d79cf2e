-- Which requests fit and say the words that are looked for, in which order?
-- Of words that the planner has not met before it guesses badly how often they come. So we look:
-- what only a few texts say is read whole; what more of them say is soon met from the first request
-- down. The number of the process, which is always true, keeps helpers from being started for that:
-- to begin one costs more than the page, and they would be begun even where they are not needed.
WITH sayers AS MATERIALIZED (
  SELECT w.request_id FROM requests_words w WHERE {said} ORDER BY w.request_id DESC LIMIT {few} + 1
), state AS MATERIALIZED (
  SELECT count(*) > {few} AS common FROM sayers
)
SELECT * FROM (
  (SELECT r.*
   FROM sayers JOIN requests_servicerequest r ON r.id = sayers.request_id
   WHERE NOT (SELECT common FROM state) AND {conditions}
   ORDER BY {order} LIMIT {enough})
  UNION ALL
  (SELECT r.*
   FROM requests_servicerequest r JOIN requests_words w ON w.request_id = r.id
   WHERE (SELECT common FROM state) AND pg_backend_pid() > 0 AND {conditions} AND {said}
   ORDER BY {order} LIMIT {enough})
) r
ORDER BY {order}
LIMIT {limit} OFFSET {offset}
