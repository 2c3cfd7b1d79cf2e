-- Which is the last request of the city, and when could everyone last see something change?
SELECT coalesce((SELECT max(id) FROM requests_servicerequest), 0) || ' '
       || coalesce((SELECT max(updated_at) FROM requests_servicerequest
                    WHERE city_id = %(city)s)::text, '')
