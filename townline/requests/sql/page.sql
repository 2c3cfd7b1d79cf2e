-- Which requests fit, in which order?
SELECT r.* FROM requests_servicerequest r
WHERE {conditions}
ORDER BY {order}
LIMIT {limit} OFFSET {offset}
