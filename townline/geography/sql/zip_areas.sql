-- Where does each ZIP code lie, but for its outermost addresses, and where is its middle?
SELECT zipcode,
       percentile_disc(%(shares)s::float8[]) WITHIN GROUP (ORDER BY (point)[1]) AS lats,
       percentile_disc(%(shares)s::float8[]) WITHIN GROUP (ORDER BY (point)[0]) AS lons
FROM geography_address
WHERE gazetteer_id = %(gazetteer)s::bigint AND zipcode <> ''
GROUP BY zipcode
