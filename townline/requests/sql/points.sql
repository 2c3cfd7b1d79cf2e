-- Where are the newest of the requests that fit?
SELECT r.lon, r.lat, r.number, r.service_code, r.status, date_trunc('second', r.requested_at)
FROM (
{page}
) r
ORDER BY r.requested_at DESC, r.id DESC
