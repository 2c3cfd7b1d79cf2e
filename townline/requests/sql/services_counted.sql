-- Which services were asked for most, among the requests that fit?
SELECT r.service_code, count(*) AS n
FROM requests_servicerequest r {beside}
WHERE {conditions}
GROUP BY r.service_code
ORDER BY n DESC, r.service_code
LIMIT 10
