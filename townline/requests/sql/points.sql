-- Where are the newest of the requests that fit?
SELECT r.lon, r.lat, r.number, r.service_code, r.status, r.requested_at
FROM requests_servicerequest r {beside}
WHERE {conditions}
ORDER BY r.requested_at DESC, r.id DESC
LIMIT {limit}
