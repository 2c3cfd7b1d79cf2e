-- Which departments own any request of the city? Each is one step down the index.
WITH RECURSIVE owners(department) AS (
  (SELECT r.department FROM requests_servicerequest r
   WHERE r.city_id = %(city)s ORDER BY r.department LIMIT 1)
  UNION ALL
  SELECT (SELECT r.department FROM requests_servicerequest r
          WHERE r.city_id = %(city)s AND r.department > owners.department
          ORDER BY r.department LIMIT 1)
  FROM owners WHERE owners.department IS NOT NULL
)
SELECT department FROM owners WHERE department IS NOT NULL
