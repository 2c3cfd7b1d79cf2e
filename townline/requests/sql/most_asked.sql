-- Which services were asked for most of late? A sample: the last requests of each of so many days.
SELECT r.service_code, count(*) AS n
FROM generate_series(0, %(days)s - 1) AS back(n),
     LATERAL (
       SELECT s.service_code FROM requests_servicerequest s
       WHERE s.city_id = %(city)s AND NOT s.hidden
         AND s.requested_at > %(at)s - make_interval(days => back.n + 1)
         AND s.requested_at <= %(at)s - make_interval(days => back.n)
       ORDER BY s.requested_at DESC, s.id DESC LIMIT %(each)s
     ) r
GROUP BY r.service_code
ORDER BY n DESC, r.service_code
