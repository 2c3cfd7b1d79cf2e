-- Which of these numbers, a unit separator between each two, does the city have already?
SELECT number FROM requests_servicerequest
WHERE city_id = %(city)s AND number = ANY (string_to_array(%(numbers)s, E'\x1f'))
