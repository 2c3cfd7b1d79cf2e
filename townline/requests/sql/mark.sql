-- What does the order go by at the request where the page before ended?
(SELECT {key}, mark.id FROM requests_servicerequest mark
 WHERE mark.id = %(mark_id)s AND mark.city_id = %(city)s)
