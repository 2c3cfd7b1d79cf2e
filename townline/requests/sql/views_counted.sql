-- How many of the requests that fit and are not closed does each view of a worklist hold?
SELECT {counts}
FROM requests_servicerequest r {beside}
WHERE {conditions} AND r.closed_at IS NULL
