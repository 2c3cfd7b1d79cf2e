-- How many of the newest requests that fit are in each cell of the map, and where is their middle?
WITH page AS (
{page}
)
SELECT {x}, {y}, count(*), avg(r.lon), avg(r.lat)
FROM page r
WHERE r.lat IS NOT NULL
GROUP BY 1, 2
