-- Which services were asked for most in this area of late?
SELECT c.service_code, c.opened, c.open
FROM requests_areacount c
WHERE c.city_id = %(city)s AND c.area = %(area)s AND (c.opened > 0 OR c.open > 0)
ORDER BY c.opened DESC, c.open DESC, c.service_code
LIMIT %(most)s
