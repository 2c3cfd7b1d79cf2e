-- Which of these numbers does the city have already?
SELECT number FROM requests_servicerequest
WHERE city_id = %(city)s AND number = ANY (%(numbers)s::text[])
