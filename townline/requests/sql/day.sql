-- Which requests does somebody go to on a day, in which order? A person's stops are of whichever of
-- their departments; a crew's are of its own.
SELECT r.* FROM requests_servicerequest r
WHERE r.city_id = %(city)s AND r.id IN (
  SELECT s.request_id FROM requests_stop s
  WHERE s.city_id = %(city)s AND s.date = %(on)s AND {whose})
